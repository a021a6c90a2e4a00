package dev.breakwater.sse.delivery;

import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.log.Chain;
import dev.breakwater.sse.log.EventLog;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * A delivery thread with the subscriptions that it alone may touch. In each pass it does what was posted to it, writes
 * once to each subscription that has something waiting and a transport that takes it, and looks at its timers; then it
 * starts over, or parks if there is nothing to do.
 *
 * <p>Parking cannot miss a post: the thread says that it is parked and then looks at the queue once more, and who posts
 * adds to the queue and then looks whether the thread is parked.
 */
final class Shard implements Runnable {
    private static final Logger LOG = System.getLogger(Shard.class.getName());

    private final EventLog log;
    private final DeliverySettings settings;
    private final DeliveryCounters counters;
    private final LongFunction<EventId> ids;
    private final Supplier<Duration> retry;
    private final Thread thread;

    private final Queue<ShardWork> posted = new ConcurrentLinkedQueue<>();
    private volatile boolean parked;
    private volatile int streams;
    private volatile boolean finished;

    // This thread's only, from here on.
    private final Map<Chain, Audience> audiences = new HashMap<>();
    private final Set<StreamSubscription> subscriptions = new HashSet<>();
    private final ArrayDeque<StreamSubscription> pending = new ArrayDeque<>();
    private final TimerWheel<StreamSubscription> timers;
    private final Batch batch;
    private long now;
    private boolean closing;

    Shard(
            String name,
            EventLog log,
            DeliverySettings settings,
            DeliveryCounters counters,
            LongFunction<EventId> ids,
            Supplier<Duration> retry) {
        this.log = log;
        this.settings = settings;
        this.counters = counters;
        this.ids = ids;
        this.retry = retry;
        this.batch = new Batch(settings.maxWriteBytes());
        this.now = settings.nanoTime().getAsLong();
        this.timers = new TimerWheel<>(now, StreamSubscription::onTimer);
        this.thread = new Thread(this, name);
        this.thread.setDaemon(true);
    }

    // Any thread.

    void start() {
        thread.start();
    }

    /** Has work done on this shard's thread; each piece is posted once until it has run. */
    void post(ShardWork work) {
        posted.add(work);
        if (parked) {
            parked = false;
            LockSupport.unpark(thread);
        }
    }

    /** The streams that have not given their connection back. */
    int streams() {
        return streams;
    }

    /** Whether the thread has gone, so that nothing that is posted will run. */
    boolean hasFinished() {
        return finished;
    }

    /** Ends all streams; the thread goes when the last one has given its connection back, or is {@link #abandon}ed. */
    void close() {
        post(() -> {
            closing = true;
            Set.copyOf(subscriptions).forEach(subscription -> subscription.end(CloseReason.SERVER));
        });
    }

    boolean awaitEnd(Duration longest) throws InterruptedException {
        thread.join(Math.max(1, longest.toMillis()));
        return !thread.isAlive();
    }

    /** Lets the thread go though some clients still hold their connections; the container will end those. */
    void abandon() {
        post(subscriptions::clear);
    }

    // This thread.

    @Override
    public void run() {
        while (!closing || !subscriptions.isEmpty()) {
            now = settings.nanoTime().getAsLong();
            boolean worked = runPosted();
            worked |= deliverPending();
            timers.advance(now);
            if (!worked) {
                parkUntilPostedOrDue();
            }
        }
        finished = true;
        runPosted();
    }

    private boolean runPosted() {
        ShardWork work = posted.poll();
        boolean any = work != null;
        while (work != null) {
            try {
                work.runOnShard();
            } catch (RuntimeException fault) {
                LOG.log(Logger.Level.ERROR, "a stream failed on a fault of the server's own", fault);
            }
            work = posted.poll();
        }
        return any;
    }

    private boolean deliverPending() {
        int round = pending.size();
        long horizon = log.horizon();
        for (int i = 0; i < round; i++) {
            StreamSubscription subscription = pending.remove();
            try {
                subscription.deliver(horizon);
            } catch (RuntimeException fault) {
                LOG.log(Logger.Level.ERROR, "a stream failed on a fault of the server's own", fault);
                subscription.end(CloseReason.ERROR);
            }
        }
        return round > 0;
    }

    private void parkUntilPostedOrDue() {
        long nanos = timers.nanosToNext(settings.nanoTime().getAsLong());
        parked = true;
        if (posted.isEmpty() && nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
        parked = false;
    }

    Audience[] join(StreamSubscription subscription, Chain[] chains) {
        Audience[] joined = new Audience[chains.length];
        int[] places = new int[chains.length];
        for (int i = 0; i < chains.length; i++) {
            Audience audience = audiences.get(chains[i]);
            if (audience == null) {
                audience = new Audience(this, chains[i]);
                audiences.put(chains[i], audience);
                chains[i].addListener(audience);
            }
            joined[i] = audience;
            places[i] = audience.add(subscription);
        }
        subscription.placedAt(places);
        return joined;
    }

    void leave(Audience audience, int place) {
        audience.remove(place);
        if (audience.isEmpty()) {
            audiences.remove(audience.chain());
            audience.chain().removeListener(audience);
        }
    }

    void opened(StreamSubscription subscription) {
        subscriptions.add(subscription);
        streams = subscriptions.size();
        counters.opened.increment();
        if (closing) {
            subscription.end(CloseReason.SERVER);
        }
    }

    void ended(StreamSubscription subscription, CloseReason reason) {
        subscriptions.remove(subscription);
        streams = subscriptions.size();
        counters.countClosed(reason);
    }

    void enqueue(StreamSubscription subscription) {
        pending.add(subscription);
    }

    /** The lag of each open stream, for whoever asks. */
    long[] lags() {
        return subscriptions.stream().mapToLong(StreamSubscription::lag).toArray();
    }

    /** The smallest position that one of the clients that still read will get next. */
    long nextPosition() {
        return subscriptions.stream()
                .mapToLong(StreamSubscription::nextPosition)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    long random(long bound) {
        return bound > 0 ? settings.random().nextLong(bound) : 0;
    }

    Duration drawRetry() {
        return retry.get();
    }

    EventId id(long position) {
        return ids.apply(position);
    }

    EventLog log() {
        return log;
    }

    DeliverySettings settings() {
        return settings;
    }

    DeliveryCounters counters() {
        return counters;
    }

    TimerWheel<StreamSubscription> timers() {
        return timers;
    }

    Batch batch() {
        return batch;
    }

    /** The time of this pass, in nanoseconds. */
    long now() {
        return now;
    }
}
