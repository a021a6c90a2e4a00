package dev.breakwater.sse.delivery;

import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.TopicLines;
import dev.breakwater.sse.log.Chain;
import dev.breakwater.sse.log.EventLog;
import dev.breakwater.sse.store.History;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A delivery thread with the subscriptions that it alone may touch. In each pass it does what was posted to it, writes
 * once to each subscription that has something waiting and a transport that takes it, and looks at its timers; then it
 * starts over, or parks if there is nothing to do.
 *
 * <p>What is posted once the thread has gone is done by those who post, one at a time.
 */
final class Shard implements Runnable, Executor {
    private static final Logger LOG = System.getLogger(Shard.class.getName());
    private static final int MOST_CATCHING_UP = 8;
    private static final int MOST_GREETED_IN_A_PASS = 16;
    private static final int BETWEEN_LOOKS_AT_NEWCOMERS = 128;
    private static final ShardWork END_OF_ROUND = () -> {};
    private static final long IDLE = Long.MIN_VALUE;

    private final EventLog log;
    private final DeliverySettings settings;
    private final DeliveryCounters counters;
    private final LongFunction<EventId> ids;
    private final History history;
    private final RetryDelays retry;
    private final Thread thread;

    private final Inbox inbox;
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger leftovers = new AtomicInteger();
    private volatile boolean finished;

    /** When the pass began that is under way, or work came that has not been begun; {@link #IDLE} if there is none. */
    private volatile long workingSince = IDLE;

    // This thread's only, from here on.
    private final Map<Chain, Audience> audiences = new HashMap<>();
    private final Set<ShardStream> subscriptions = new HashSet<>();
    private final ArrayDeque<ShardStream> pending = new ArrayDeque<>();
    private final ArrayDeque<ShardStream> catchingUp = new ArrayDeque<>();
    private final Newcomers newcomers;
    private final TimerWheel<ShardStream> timers;
    private final Batch batch;
    private final TopicLines topicLines = new TopicLines();

    /** Made when the first client wants topics named. */
    private @Nullable Batch namedBatch;

    private final PagePins pagePins = new PagePins();
    private long now;
    private boolean closing;

    /** The drain that is under way, or null; it is told once that nothing is left. */
    private @Nullable Draining draining;

    private record Draining(Drain drain, Supplier<Duration> retry) {}

    private boolean drainIsDone;

    Shard(
            String name,
            EventLog log,
            DeliverySettings settings,
            DeliveryCounters counters,
            LongFunction<EventId> ids,
            RetryDelays retry,
            History history,
            OpeningPace pace) {
        this.newcomers = new Newcomers(pace);
        this.log = log;
        this.settings = settings;
        this.counters = counters;
        this.ids = ids;
        this.retry = retry;
        this.history = history;
        this.batch = new Batch(settings.maxWriteBytes());
        this.now = settings.nanoTime().getAsLong();
        this.timers = new TimerWheel<>(now, this::onTimer);
        this.thread = new Thread(this, name);
        this.thread.setDaemon(true);
        this.inbox = new Inbox(() -> {
            workingSince = settings.nanoTime().getAsLong();
            LockSupport.unpark(thread);
        });
    }

    // Any thread.

    void start() {
        thread.start();
    }

    /** Has work done on this shard's thread; each piece is posted once until it has run. */
    void post(ShardWork work) {
        inbox.post(work);
        if (finished) {
            runLeftovers();
        }
    }

    /** The same for work of others, who see no more of a shard than this. */
    @Override
    public void execute(Runnable work) {
        post(work::run);
    }

    /** Takes over a stream. Counts it at once, so that streams that come all together are spread over all shards. */
    void take(ShardStream subscription) {
        streams.incrementAndGet();
        try {
            subscription.start();
        } catch (RuntimeException | Error failed) {
            streams.decrementAndGet();
            throw failed;
        }
    }

    /** Asks each open stream, some in each pass. */
    CompletionStage<long[]> ask(ToLongFunction<ShardStream> question) {
        Census census = new Census(this, question);
        post(census);
        return census.result();
    }

    /** The streams that have not given their connection back. */
    int streams() {
        return streams.get();
    }

    /** Ends all streams; the thread goes when the last one has given its connection back, or is {@link #abandon}ed. */
    void close() {
        post(() -> {
            closing = true;
            Set.copyOf(subscriptions).forEach(subscription -> subscription.end(CloseReason.SERVER));
        });
    }

    /** Ends all streams one after the other, evenly over the drain's window, each with a delay of its own. */
    void drain(Drain drain, Supplier<Duration> delays) {
        post(() -> {
            draining = new Draining(drain, delays);
            drainIsDone = false;
            long window = drain.window().toNanos();
            int count = subscriptions.size();
            int number = 0;
            for (ShardStream subscription : subscriptions) {
                subscription.drainAt(now + (long) ((double) window * number++ / count), delays);
            }
            tellIfDrained();
        });
    }

    /** Keeps the streams that have not left yet. */
    void resume() {
        post(() -> {
            draining = null;
            subscriptions.forEach(ShardStream::stay);
        });
    }

    /** How long the pass takes that is under way, or how long work waits to be begun, in nanoseconds. */
    long lagNanos() {
        long since = workingSince;
        return since == IDLE ? 0 : settings.nanoTime().getAsLong() - since;
    }

    /** The streams that are ready for their first bytes and have not got them. */
    int newcomers() {
        return newcomers.waiting();
    }

    /** The longest time that a stream waited for its first bytes, since this was last asked, in nanoseconds. */
    long takeLongestOpeningNanos() {
        return newcomers.takeLongestWaitNanos();
    }

    boolean awaitEnd(Duration longest) throws InterruptedException {
        thread.join(Math.max(1, longest.toMillis()));
        return !thread.isAlive();
    }

    /** Lets the thread go though some clients still hold their connections: they are cut, here or by the container. */
    void abandon() {
        post(() -> {
            subscriptions.forEach(ShardStream::abandon);
            subscriptions.clear();
        });
    }

    // This thread.

    @Override
    public void run() {
        while (!closing || !subscriptions.isEmpty()) {
            if (!pass()) {
                parkUntilPostedOrDue();
            }
        }
        finished = true;
        runLeftovers();
    }

    /** Does what there is to do now; returns whether there may be more at once. */
    boolean pass() {
        now = settings.nanoTime().getAsLong();
        workingSince = now;
        boolean worked = runPosted();
        worked |= deliverPending();
        worked |= greetNewcomers();
        timers.advance(now);
        return worked || !pending.isEmpty() || !catchingUp.isEmpty();
    }

    /** Runs what is posted when the thread has gone: on whichever thread comes first, which does the others' as well. */
    private void runLeftovers() {
        if (leftovers.getAndIncrement() == 0) {
            int seen = 1;
            while (seen > 0) {
                runPosted();
                seen = leftovers.addAndGet(-seen);
            }
        }
    }

    /**
     * Does what was posted before. What is posted meanwhile is for the next pass: a busy publisher posts again as soon as
     * its work was taken, and would keep this thread from ever delivering.
     */
    private boolean runPosted() {
        ShardWork work = inbox.poll();
        if (work == null) {
            return false;
        }
        inbox.post(END_OF_ROUND);
        while (work != null && work != END_OF_ROUND) {
            try {
                work.runOnShard();
            } catch (RuntimeException | Error fault) {
                logFault(fault);
            }
            work = inbox.poll();
        }
        return true;
    }

    /** Opens those whose turn has come: a few in a pass, so that no crowd of them holds up who is here. */
    private boolean greetNewcomers() {
        long horizon = log.horizon();
        for (int greeted = 0; greeted < MOST_GREETED_IN_A_PASS; greeted++) {
            ShardStream next = newcomers.poll(now);
            if (next == null) {
                return greeted > 0;
            }
            deliver(next, horizon);
        }
        return true;
    }

    private boolean deliverPending() {
        int live = pending.size();
        int behind = Math.min(MOST_CATCHING_UP, catchingUp.size());
        long horizon = log.horizon();
        deliver(pending, live, horizon);
        deliver(catchingUp, behind, horizon);
        return live + behind > 0;
    }

    private void deliver(ArrayDeque<ShardStream> queue, int round, long horizon) {
        for (int i = 0; i < round; i++) {
            deliver(queue.remove(), horizon);
            if (i % BETWEEN_LOOKS_AT_NEWCOMERS == BETWEEN_LOOKS_AT_NEWCOMERS - 1) {
                lookAtNewcomers();
            }
        }
    }

    private void deliver(ShardStream subscription, long horizon) {
        try {
            subscription.deliver(horizon);
        } catch (RuntimeException | Error fault) {
            logFault(fault);
            subscription.end(CloseReason.ERROR);
        }
    }

    /** In the middle of a pass: one over thousands of streams takes so long that newcomers would open in bursts. */
    private void lookAtNewcomers() {
        now = settings.nanoTime().getAsLong();
        runPosted();
        greetNewcomers();
    }

    private void onTimer(ShardStream subscription) {
        try {
            subscription.onTimer();
        } catch (RuntimeException | Error fault) {
            logFault(fault);
            subscription.end(CloseReason.ERROR);
        }
    }

    /** A fault costs the stream that it came from, never the thread, on which other streams depend. */
    void logFault(Throwable fault) {
        LOG.log(Logger.Level.ERROR, "a stream failed on a fault of the server's own", fault);
    }

    private void parkUntilPostedOrDue() {
        long time = settings.nanoTime().getAsLong();
        long nanos = Math.min(timers.nanosToNext(time), newcomers.nanosToNext(time));
        workingSince = IDLE;
        if (inbox.mayPark() && nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
        inbox.awake();
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

    void opened(ShardStream subscription) {
        subscriptions.add(subscription);
        counters.opened.increment();
        if (closing) {
            subscription.end(CloseReason.SERVER);
        } else if (draining != null) {
            // It came while the drain began.
            subscription.drainAt(now, draining.retry());
        }
    }

    void ended(ShardStream subscription, CloseReason reason) {
        subscriptions.remove(subscription);
        streams.decrementAndGet();
        counters.countClosed(reason);
        tellIfDrained();
    }

    private void tellIfDrained() {
        if (draining != null && !drainIsDone && subscriptions.isEmpty()) {
            drainIsDone = true;
            draining.drain().shardIsEmpty();
        }
    }

    /** Those who read the history get their turn a few at a time, so that a crowd of them does not hold up the others. */
    void enqueue(ShardStream subscription, boolean readsHistory) {
        (readsHistory ? catchingUp : pending).add(subscription);
    }

    /** Those who get their first bytes open at the accept rate, however many were handled together. */
    void enqueueNewcomer(ShardStream subscription) {
        newcomers.add(subscription);
    }

    /** Those that are open now. */
    ShardStream[] openStreams() {
        return subscriptions.toArray(ShardStream[]::new);
    }

    long random(long bound) {
        return bound > 0 ? settings.random().nextLong(bound) : 0;
    }

    Duration drawRetry() {
        return retry.draw();
    }

    /** The delay for a client whose stream ends alone. */
    Duration shortestRetry() {
        return retry.alone();
    }

    EventId id(long position) {
        return ids.apply(position);
    }

    /** What the store keeps beyond the log. */
    History history() {
        return history;
    }

    /** The id of the oldest event still kept, or null if none is. */
    @Nullable
    EventId oldest() {
        long oldest = log.oldest();
        long beginning = history.beginning();
        return oldest == 0 ? null : ids.apply(Math.min(oldest, beginning == Long.MAX_VALUE ? oldest : beginning + 1));
    }

    PagePins pagePins() {
        return pagePins;
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

    TimerWheel<ShardStream> timers() {
        return timers;
    }

    Batch batch() {
        return batch;
    }

    Batch namedBatch() {
        Batch named = namedBatch;
        if (named == null) {
            named = new NamedBatch(settings.maxWriteBytes(), topicLines);
            namedBatch = named;
        }
        return named;
    }

    TopicLines topicLines() {
        return topicLines;
    }

    /** The time of this pass, in nanoseconds. */
    long now() {
        return now;
    }
}
