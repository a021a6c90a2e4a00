package dev.breakwater.sse.delivery;

import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.log.EventLog;
import dev.breakwater.sse.store.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/** All shards of a hub. Any thread. */
public final class Shards {
    private final List<Shard> shards = new ArrayList<>();
    private final DeliverySettings settings;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final RetryWindow retryWindow;
    private final OpeningRates rates;

    /** Starts a number of shards on a log. */
    public Shards(
            String name,
            int count,
            EventLog log,
            DeliverySettings settings,
            RetryWindow retryWindow,
            OpeningRates rates,
            LongFunction<EventId> ids,
            History history) {
        this.settings = settings;
        this.retryWindow = retryWindow;
        this.rates = rates;
        OpeningPace pace = new OpeningPace(rates.allowed(), settings.nanoTime().getAsLong());
        for (int i = 0; i < count; i++) {
            shards.add(new Shard(name + "-shard-" + i, log, settings, counters, ids, new Delays(), history, pace));
        }
        shards.forEach(Shard::start);
    }

    /**
     * Delivers to a transport. The cursor of the beginning is the shard's from now on, unless the transport cannot be
     * started: then whatever that threw is thrown here.
     */
    public Subscription subscribe(Transport transport, SlowConsumerPolicy policy, Beginning beginning) {
        Shard shard = leastLoaded();
        StreamSubscription subscription = new StreamSubscription(shard, transport, policy, beginning);
        shard.take(subscription);
        return subscription;
    }

    /** Delivers what a feed gives, unless the transport cannot be started: then whatever that threw is thrown here. */
    public Subscription feed(Transport transport, Feed feed) {
        Shard shard = leastLoaded();
        FeedStream stream = new FeedStream(shard, transport, feed);
        shard.take(stream);
        return stream;
    }

    /** The delay that a stream should be told now. */
    public Duration drawRetry() {
        return retryWindow.draw(streams(), rates.planned().getAsDouble(), settings.random());
    }

    /** The streams that have not given their connection back. */
    public long streams() {
        long all = 0;
        for (Shard shard : shards) {
            all += shard.streams();
        }
        return all;
    }

    /** What was delivered. */
    public DeliveryCounters counters() {
        return counters;
    }

    /** How many events each open stream is behind; a shard asks some hundred of its streams in each pass. */
    public CompletionStage<long[]> lags() {
        return ask(ShardStream::lag);
    }

    /**
     * The smallest position that one of the clients that still read will get next, or {@link Long#MAX_VALUE} if nothing
     * waits for any of them; a shard asks some hundred of its streams in each pass.
     */
    public CompletionStage<Long> nextPosition() {
        return ask(ShardStream::nextPosition)
                .thenApply(positions -> LongStream.of(positions).min().orElse(Long.MAX_VALUE));
    }

    /**
     * Begins to end all streams, evenly over a window, each when its client has what is in the log for it, but at most 5 s
     * later.
     *
     * @param retry what each client is told about when to come back
     */
    public Drain drain(Duration window, Supplier<Duration> retry) {
        Drain drain = new Drain(window, streams(), this::streams, shards.size());
        shards.forEach(shard -> shard.drain(drain, retry));
        return drain;
    }

    /** Ends no more streams for a drain. */
    public void resume(Drain drain) {
        shards.forEach(Shard::resume);
        drain.callOff();
    }

    /** How far the busiest shard is behind: how long its pass takes, or work waits to be begun, in nanoseconds. */
    public long lagNanos() {
        return shards.stream().mapToLong(Shard::lagNanos).max().orElse(0);
    }

    /** The streams that have been let in and wait to be opened. */
    public long newcomers() {
        long all = 0;
        for (Shard shard : shards) {
            all += shard.newcomers();
        }
        return all;
    }

    /**
     * The longest time that a stream waited to be opened, since this was last asked, or has waited by now; in nanoseconds.
     */
    public long takeLongestOpeningNanos() {
        return shards.stream().mapToLong(Shard::takeLongestOpeningNanos).max().orElse(0);
    }

    private final class Delays implements RetryDelays {
        @Override
        public Duration draw() {
            return drawRetry();
        }

        @Override
        public Duration alone() {
            return retryWindow.draw(0, 1, settings.random());
        }
    }

    private CompletionStage<long[]> ask(ToLongFunction<ShardStream> question) {
        return shards.stream()
                .map(shard -> shard.ask(question))
                .reduce((a, b) -> a.thenCombine(b, Shards::joined))
                .orElseThrow();
    }

    private static long[] joined(long[] a, long[] b) {
        return LongStream.concat(LongStream.of(a), LongStream.of(b)).toArray();
    }

    /**
     * Ends all streams and threads. Streams whose clients take no more within the given time are left to the container,
     * which cuts them after its own write timeout.
     */
    public void close(Duration longest) {
        shards.forEach(Shard::close);
        long deadline = System.nanoTime() + longest.toNanos();
        boolean interrupted = false;
        for (Shard shard : shards) {
            try {
                Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                if (interrupted || !shard.awaitEnd(left)) {
                    shard.abandon();
                    shard.awaitEnd(Duration.ofSeconds(1));
                }
            } catch (InterruptedException e) {
                interrupted = true;
                shard.abandon();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Shard leastLoaded() {
        Shard least = shards.get(0);
        for (Shard shard : shards) {
            if (shard.streams() < least.streams()) {
                least = shard;
            }
        }
        return least;
    }
}
