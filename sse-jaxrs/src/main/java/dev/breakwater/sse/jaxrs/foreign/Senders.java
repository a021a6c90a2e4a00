package dev.breakwater.sse.jaxrs.foreign;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that call foreign sinks, which may block: as many as sinks block at a time, {@value #MOST} at most; what comes
 * above that waits. They go when there is nothing to do for 2 s. Any thread.
 *
 * <p>What waits is bounded by the number of sinks, each of which has one piece of work at a time.
 */
public final class Senders implements Executor {
    /** The most threads. */
    public static final int MOST = 256;

    private static final long STAY_SECONDS = 2;

    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor threads;

    /** No thread until there is something to do. */
    public Senders(String name) {
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, STAY_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, name + "-sender-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public void execute(Runnable work) {
        waiting.add(work);
        if (isOneMoreBusy()) {
            threads.execute(this::work);
        }
    }

    private boolean isOneMoreBusy() {
        return busy.getAndUpdate(count -> Math.min(MOST, count + 1)) < MOST;
    }

    /** Looks once more after it has said that it is not busy any more: what was added before that nobody else does. */
    private void work() {
        do {
            for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
            }
            busy.decrementAndGet();
        } while (!waiting.isEmpty() && isOneMoreBusy());
    }
}
