package dev.breakwater.sse.doctor.rules;

import dev.breakwater.sse.doctor.measure.EchoSeen;
import dev.breakwater.sse.doctor.measure.Measurements;
import dev.breakwater.sse.doctor.measure.StreamSeen;
import dev.breakwater.sse.doctor.measure.Tick;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How late ticks were. The clocks of client and server are compared by the quickest request there and back (as NTP does), of
 * which the answer is taken to be half: the error is no more than that half. Where no clocks can be compared, because several
 * servers answer, the earliest tick of a stream is taken to be in time.
 */
final class Timing {
    /** Less than this is not looked at: a busy machine, a busy network. In milliseconds. */
    static final double UNNOTICEABLE = 90;

    private final @Nullable EchoSeen quickest;
    private final boolean oneServer;

    Timing(Measurements seen) {
        this.oneServer =
                seen.echoes().stream().map(EchoSeen::instance).distinct().count() == 1;
        this.quickest = seen.echoes().stream()
                .min(Comparator.comparingDouble(EchoSeen::roundTrip))
                .orElse(null);
    }

    boolean isOneServer() {
        return oneServer;
    }

    /** The time there and back, in milliseconds. */
    double roundTrip() {
        return quickest == null ? 0 : quickest.roundTrip();
    }

    /** How late a tick was, in milliseconds. */
    double lateness(StreamSeen stream, Tick tick) {
        return raw(tick) - (oneServer ? 0 : earliest(stream));
    }

    private double earliest(StreamSeen stream) {
        return stream.ticks().stream().mapToDouble(this::raw).min().orElse(0);
    }

    private double raw(Tick tick) {
        return tick.arrivedAt() - inClientsTime(tick.madeAt()) - roundTrip() / 2;
    }

    /** When it was on the client's clock. */
    double inClientsTime(double serverMillis) {
        return quickest == null
                ? serverMillis
                : serverMillis + (quickest.sentAt() + quickest.answeredAt()) / 2 - quickest.serverAt();
    }

    /** The median lateness of all ticks, in milliseconds; 0 if there are none. */
    double median(StreamSeen stream) {
        return median(stream, tick -> true);
    }

    /** The median lateness of some ticks, in milliseconds; 0 if there are none. */
    double median(StreamSeen stream, Predicate<Tick> which) {
        List<Double> sorted = stream.ticks().stream()
                .filter(which)
                .map(tick -> lateness(stream, tick))
                .sorted()
                .toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
