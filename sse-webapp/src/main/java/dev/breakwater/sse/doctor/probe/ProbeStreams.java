package dev.breakwater.sse.doctor.probe;

import dev.breakwater.sse.delivery.Transport;
import dev.breakwater.sse.doctor.plan.ProbeShape;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** The probe streams that are open, at most so many, and how the last of the others ended. Any thread. */
final class ProbeStreams implements AutoCloseable {
    private static final int REMEMBERED = 1_000;

    private final ScheduledThreadPoolExecutor scheduler;
    private final SecureRandom random = new SecureRandom();
    private final ServerClock clock;
    private final int most;

    // Guarded by this.
    private final Map<String, Transport> open = new HashMap<>();
    private int reserved;
    private final Map<String, End> ends = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, End> eldest) {
            return size() > REMEMBERED;
        }
    };

    ProbeStreams(int most, ServerClock clock) {
        this.most = most;
        this.clock = clock;
        this.scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "breakwater-doctor");
            thread.setDaemon(true);
            return thread;
        });
        // What the container tells after the end is of no interest.
        scheduler.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** How a stream ended. */
    record End(double at, String reason) {}

    /** Keeps a place for a stream that is about to be opened; false if there is none. */
    synchronized boolean reserve() {
        if (reserved >= most) {
            return false;
        }
        reserved++;
        return true;
    }

    /** Gives back a place whose stream could not be opened. */
    synchronized void giveBack() {
        reserved--;
    }

    /** Opens a stream in a place that was kept for it. */
    void open(ProbeShape shape, String remote, Transport transport) {
        String id = Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
        synchronized (this) {
            open.put(id, transport);
        }
        transport.start(new ProbeStream(id, remote, shape, transport, clock, scheduler, this::ended));
    }

    private synchronized void ended(String id, String reason) {
        if (open.remove(id) != null) {
            reserved--;
            ends.put(id, new End(clock.millis(), reason));
        }
    }

    synchronized boolean isOpen(String id) {
        return open.containsKey(id);
    }

    synchronized @Nullable End end(String id) {
        return ends.get(id);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        Map<String, Transport> left;
        synchronized (this) {
            left = Map.copyOf(open);
            open.clear();
        }
        left.values().forEach(Transport::end);
    }
}
