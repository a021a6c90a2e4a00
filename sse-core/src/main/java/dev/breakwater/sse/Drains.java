package dev.breakwater.sse;

import dev.breakwater.sse.admission.Admission;
import dev.breakwater.sse.admission.DeferralReason;
import dev.breakwater.sse.delivery.Drain;
import dev.breakwater.sse.delivery.Shards;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Begins and calls off the emptying of a hub, one at a time, and says so in the log. Any thread. */
final class Drains {
    private static final Logger LOG = System.getLogger(Drains.class.getName());
    private static final Duration LONGEST = Duration.ofHours(1);

    private final HubConfig config;
    private final Shards shards;
    private final Admission admission;

    /** How many elsewhere is taken to accept: as many as here. */
    private final DoubleSupplier streamsPerSecond;

    private volatile @Nullable Drain current;

    Drains(HubConfig config, Shards shards, Admission admission, DoubleSupplier streamsPerSecond) {
        this.streamsPerSecond = streamsPerSecond;
        this.config = config;
        this.shards = shards;
        this.admission = admission;
    }

    @Nullable
    Drain current() {
        return current;
    }

    synchronized Drain begin(Duration window) {
        if (window.isNegative() || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("drain window must be 0s..1h: " + window);
        }
        long streams = shards.streams();
        admission.close(DeferralReason.DRAINING, this::delay);
        boolean first = current == null;
        Drain drain = shards.drain(window, this::delay);
        current = drain;
        LOG.log(Logger.Level.INFO, line(streams, window));
        if (first && streams > 0) {
            drain.done().thenRun(() -> sayDone(drain));
        }
        return drain;
    }

    synchronized void callOff() {
        Drain drain = current;
        if (drain != null) {
            current = null;
            shards.resume(drain);
            admission.open();
            LOG.log(Logger.Level.INFO, String.format(Locale.ROOT, "resumed with %,d streams", shards.streams()));
        }
    }

    Duration windowOfAtMost(Duration longest) {
        Duration needed = Duration.ofMillis(neededMillis(shards.streams()));
        return needed.compareTo(longest) < 0 ? needed : longest;
    }

    /**
     * A delay for a client that is sent away, its stream ended or not begun. Each gets a place of its own, at the rate: what
     * the window does not spread the delays do, and who comes back too early goes to the end.
     */
    Duration delay() {
        Duration floor = config.retryWindow().floor();
        Duration ceiling = config.retryWindow().ceiling();
        Duration place = admission.nextLook(streamsPerSecond.getAsDouble(), floor);
        if (place.compareTo(ceiling) <= 0) {
            return place;
        }
        return floor.plusNanos(config.random().nextLong(ceiling.minus(floor).toNanos() + 1));
    }

    private long neededMillis(long streams) {
        return (long) (streams * 1_000 / streamsPerSecond.getAsDouble());
    }

    private static String line(long streams, Duration window) {
        double seconds = window.toMillis() / 1e3;
        String rate = window.isZero() ? "at once" : String.format(Locale.ROOT, "%,.0f/s", streams / seconds);
        return String.format(
                Locale.ROOT, "draining %,d streams over %s, %s", streams, text(window), streams == 0 ? "0/s" : rate);
    }

    private static String text(Duration window) {
        long millis = window.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    private static void sayDone(Drain drain) {
        if (!drain.isResumed()) {
            LOG.log(Logger.Level.INFO, String.format(Locale.ROOT, "drained %,d streams", drain.total()));
        }
    }
}
