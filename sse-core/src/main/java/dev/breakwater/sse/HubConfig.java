package dev.breakwater.sse;

import dev.breakwater.sse.admission.MeasuredRate;
import dev.breakwater.sse.admission.OverloadMarks;
import dev.breakwater.sse.delivery.RetryWindow;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.StreamForm;
import dev.breakwater.sse.log.LogBounds;
import dev.breakwater.sse.log.TopicLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** How a hub works. Immutable; {@link #builder} begins with the defaults. */
public final class HubConfig {
    private final Builder values;
    private final LogBounds bounds;
    private final RetryWindow retryWindow;

    private HubConfig(Builder builder) {
        this.values = builder.copy();
        this.bounds = new LogBounds(values.retentionEvents, values.retentionBytes, values.retentionAge);
        this.retryWindow = new RetryWindow(values.retryFloor, values.retryCeiling, acceptRate());
    }

    /** All defaults. */
    public static HubConfig defaults() {
        return builder().build();
    }

    /** A configuration to change from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** See {@link Builder#name}. */
    public String name() {
        return values.name;
    }

    /** See {@link Builder#shards}. */
    public int shards() {
        return values.shards;
    }

    /** The retention of the log in memory. */
    public LogBounds bounds() {
        return bounds;
    }

    /** See {@link Builder#topicLimits}. */
    public List<TopicLimit> topicLimits() {
        return values.topicLimits;
    }

    /** See {@link Builder#maxEventBytes}. */
    public int maxEventBytes() {
        return values.maxEventBytes;
    }

    /** See {@link Builder#maxPatterns}. */
    public int maxPatterns() {
        return values.maxPatterns;
    }

    /** See {@link Builder#heartbeat}. */
    public Duration heartbeat() {
        return values.heartbeat;
    }

    /** See {@link Builder#streamPadding}. */
    public int streamPadding() {
        return values.streamPadding;
    }

    /** See {@link Builder#maxStreamAge}. */
    public Duration maxStreamAge() {
        return values.maxStreamAge;
    }

    /** See {@link Builder#writeTimeout}. */
    public Duration writeTimeout() {
        return values.writeTimeout;
    }

    /** See {@link Builder#maxWriteBytes}. */
    public int maxWriteBytes() {
        return values.maxWriteBytes;
    }

    /** See {@link Builder#slowConsumerPolicy}. */
    public SlowConsumerPolicy slowConsumerPolicy() {
        return values.policy;
    }

    /** See {@link Builder#retryFloor}, {@link Builder#retryCeiling} and {@link Builder#acceptRate}. */
    public RetryWindow retryWindow() {
        return retryWindow;
    }

    /**
     * See {@link Builder#acceptRate}; what it begins with, if it is measured.
     */
    public int acceptRate() {
        return measuresAcceptRate() ? Builder.rateOfThisNode() : values.acceptRate;
    }

    /** See {@link Builder#measuredAcceptRate}. */
    public boolean measuresAcceptRate() {
        return values.acceptRate == Builder.MEASURED;
    }

    /** See {@link Builder#admission}. */
    public boolean admission() {
        return values.admission;
    }

    /** See {@link Builder#overload}. */
    public OverloadMarks overload() {
        return values.overload;
    }

    InstantSource clock() {
        return values.clock;
    }

    LongSupplier nanoTime() {
        return values.nanoTime;
    }

    RandomGenerator random() {
        return values.random;
    }

    /** Collects a configuration; {@link #build} checks it. Not thread-safe. */
    public static final class Builder {
        private static final int LEAST_WRITE_BYTES = 512;
        private static final int MOST_WRITE_BYTES = 1 << 20;
        private static final int MOST_SHARDS = 256;
        private static final int MOST_ACCEPT_RATE = 1_000_000;

        /** In place of an accept rate. */
        private static final int MEASURED = -1;

        private String name = "breakwater";
        private int shards = Math.min(Runtime.getRuntime().availableProcessors(), MOST_SHARDS);
        private int retentionEvents = 65_536;
        private long retentionBytes = 64L << 20;
        private Duration retentionAge = Duration.ofHours(1);
        private List<TopicLimit> topicLimits = List.of();
        private int maxEventBytes = 1 << 20;
        private int maxPatterns = 10_000;
        private Duration heartbeat = Duration.ofSeconds(15);
        private int streamPadding;
        private Duration maxStreamAge = Duration.ZERO;
        private Duration writeTimeout = Duration.ofSeconds(30);
        private int maxWriteBytes = 32 << 10;
        private SlowConsumerPolicy policy = SlowConsumerPolicy.DISCONNECT;
        private Duration retryFloor = Duration.ofSeconds(1);
        private Duration retryCeiling = Duration.ofMinutes(5);
        private int acceptRate = rateOfThisNode();
        private boolean admission = true;
        private OverloadMarks overload = OverloadMarks.DEFAULT;
        private InstantSource clock = Clock.systemUTC();
        private LongSupplier nanoTime = System::nanoTime;
        private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

        private Builder() {}

        private static int rateOfThisNode() {
            return MeasuredRate.first(Runtime.getRuntime().availableProcessors());
        }

        /** What the hub's threads are called after. Default {@code breakwater}. */
        public Builder name(String value) {
            this.name = value;
            return this;
        }

        /** Delivery threads. Default one for each processor, range 1..256. */
        public Builder shards(int value) {
            this.shards = value;
            return this;
        }

        /** The most events kept. Default 65,536, range 1..2^30. */
        public Builder retentionEvents(int value) {
            this.retentionEvents = value;
            return this;
        }

        /** The most heap, in bytes, that kept events may cost. Default 64 MiB, range 1 KiB and more. */
        public Builder retentionBytes(long value) {
            this.retentionBytes = value;
            return this;
        }

        /** How long events are kept. Default 1 h, positive, 36,500 days at most. */
        public Builder retentionAge(Duration value) {
            this.retentionAge = value;
            return this;
        }

        /**
         * How much is served of some topics, where that is less than what is kept of all; the first limit that matches a
         * topic is its own. Default none.
         */
        public Builder topicLimits(List<TopicLimit> value) {
            this.topicLimits = List.copyOf(value);
            return this;
        }

        /**
         * The largest event, in bytes as encoded. Default 1 MiB, range 1 and more, at most a quarter of the retention's
         * bytes.
         */
        public Builder maxEventBytes(int value) {
            this.maxEventBytes = value;
            return this;
        }

        /** The most different topic patterns that are subscribed to at a time. Default 10,000, range 0 (none) and more. */
        public Builder maxPatterns(int value) {
            this.maxPatterns = value;
            return this;
        }

        /**
         * The longest silence of a stream: then a comment is sent, or an event to who asks for that. Default 15 s, range
         * 100 ms..1 h. Proxies cut silent streams, after a minute or so; and clients that are gone are found by it.
         */
        public Builder heartbeat(Duration value) {
            this.heartbeat = value;
            return this;
        }

        /**
         * With how many bytes of a comment each stream begins, for proxies that pass nothing on before they have so many.
         * Default 0, range 0..16 KiB. A client may ask for more, up to that.
         */
        public Builder streamPadding(int value) {
            this.streamPadding = value;
            return this;
        }

        /**
         * The longest life of a stream, which then ends between two events, up to an eighth early so that not all end
         * together. Default zero: no limit. Else 1 s and more.
         */
        public Builder maxStreamAge(Duration value) {
            this.maxStreamAge = value;
            return this;
        }

        /**
         * How long a client may take no bytes while some wait for it. Default 30 s, range 1 s..1 h. The container's own
         * idle timeout may cut earlier.
         */
        public Builder writeTimeout(Duration value) {
            this.writeTimeout = value;
            return this;
        }

        /** The most bytes of one write, but for a single event that is larger. Default 32 KiB, range 512 B..1 MiB. */
        public Builder maxWriteBytes(int value) {
            this.maxWriteBytes = value;
            return this;
        }

        /** What to do with slow clients that ask for nothing else. Default {@link SlowConsumerPolicy#DISCONNECT}. */
        public Builder slowConsumerPolicy(SlowConsumerPolicy value) {
            this.policy = value;
            return this;
        }

        /** The shortest {@code retry:}. Default 1 s, range 500 ms..10 min. */
        public Builder retryFloor(Duration value) {
            this.retryFloor = value;
            return this;
        }

        /** The longest {@code retry:}. Default 5 min, range the floor..10 min. */
        public Builder retryCeiling(Duration value) {
            this.retryCeiling = value;
            return this;
        }

        /**
         * How many new streams a second this node can take: the windows of {@code retry:} are as wide as that needs, and
         * {@link #admission} lets no more in. Default 150 for each processor, 20,000 at most; range 1..1,000,000.
         */
        public Builder acceptRate(int value) {
            this.acceptRate = value == MEASURED ? 0 : value;
            return this;
        }

        /**
         * Has the node find out by itself how many new streams a second it can take, in place of {@link #acceptRate}: it
         * begins with 150 for each processor, takes more while more come and all streams are served promptly, and fewer
         * when they are not; 50..20,000.
         */
        public Builder measuredAcceptRate() {
            this.acceptRate = MEASURED;
            return this;
        }

        /** Whether clients above {@link #acceptRate} are told to come back later. Default true; false lets all in. */
        public Builder admission(boolean value) {
            this.admission = value;
            return this;
        }

        /** When to let fewer in by itself. Default {@link OverloadMarks#DEFAULT}; {@link OverloadMarks#NONE} for never. */
        public Builder overload(OverloadMarks value) {
            this.overload = value;
            return this;
        }

        /** The time that events are stamped with and expire by. Default the system's. */
        public Builder clock(InstantSource value) {
            this.clock = value;
            return this;
        }

        /** The clock of timers, in nanoseconds. Default {@link System#nanoTime}. */
        public Builder nanoTime(LongSupplier value) {
            this.nanoTime = value;
            return this;
        }

        /** What epochs, delays and phases are drawn from; must be thread-safe. Default each thread's own. */
        public Builder random(RandomGenerator value) {
            this.random = value;
            return this;
        }

        /**
         * Checks everything.
         *
         * @throws IllegalArgumentException if a value is out of its range; the message names it, the value and the range
         */
        public HubConfig build() {
            require(!name.isBlank(), "hub name must not be blank");
            require(shards >= 1 && shards <= MOST_SHARDS, "shards must be 1.." + MOST_SHARDS + ": " + shards);
            require(
                    maxEventBytes >= 1 && maxEventBytes <= retentionBytes / 4,
                    "max event bytes must be 1..a quarter of the retention's bytes (" + retentionBytes / 4 + "): "
                            + maxEventBytes);
            require(maxPatterns >= 0, "max patterns must be 0 or more: " + maxPatterns);
            requireWithin("heartbeat", heartbeat, Duration.ofMillis(100), Duration.ofHours(1));
            require(
                    streamPadding >= 0 && streamPadding <= StreamForm.MOST_PADDING,
                    "stream padding must be 0.." + StreamForm.MOST_PADDING + " bytes: " + streamPadding);
            if (!maxStreamAge.isZero()) {
                requireWithin("max stream age", maxStreamAge, Duration.ofSeconds(1), Duration.ofDays(365));
            }
            requireWithin("write timeout", writeTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
            require(
                    maxWriteBytes >= LEAST_WRITE_BYTES && maxWriteBytes <= MOST_WRITE_BYTES,
                    "max write bytes must be " + LEAST_WRITE_BYTES + ".." + MOST_WRITE_BYTES + ": " + maxWriteBytes);
            require(
                    acceptRate == MEASURED || (acceptRate >= 1 && acceptRate <= MOST_ACCEPT_RATE),
                    "accept rate must be 1.." + MOST_ACCEPT_RATE + " streams per second: " + acceptRate);
            return new HubConfig(this);
        }

        private static void require(boolean holds, String sentence) {
            if (!holds) {
                throw new IllegalArgumentException(sentence);
            }
        }

        private static void requireWithin(String what, Duration value, Duration least, Duration most) {
            require(
                    value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                    what + " must be " + least + ".." + most + ": " + value);
        }

        private Builder copy() {
            Builder copy = new Builder();
            copy.name = name;
            copy.shards = shards;
            copy.retentionEvents = retentionEvents;
            copy.retentionBytes = retentionBytes;
            copy.retentionAge = retentionAge;
            copy.topicLimits = topicLimits;
            copy.maxEventBytes = maxEventBytes;
            copy.maxPatterns = maxPatterns;
            copy.heartbeat = heartbeat;
            copy.streamPadding = streamPadding;
            copy.maxStreamAge = maxStreamAge;
            copy.writeTimeout = writeTimeout;
            copy.maxWriteBytes = maxWriteBytes;
            copy.policy = policy;
            copy.retryFloor = retryFloor;
            copy.retryCeiling = retryCeiling;
            copy.acceptRate = acceptRate;
            copy.admission = admission;
            copy.overload = overload;
            copy.clock = clock;
            copy.nanoTime = nanoTime;
            copy.random = random;
            return copy;
        }
    }
}
