package dev.breakwater.sse.doctor.measure;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that an examination has seen.
 *
 * @param url the address that was examined
 * @param from where from: {@code terminal} or {@code browser}
 * @param heartbeat how often a silent stream of the server says something, in milliseconds
 * @param sentLastEventId the {@code Last-Event-ID} that was sent with the echoes
 * @param echoes plain requests
 * @param errors answers that were no good
 * @param streams all streams
 * @param headerTries requests with large headers
 * @param comeBack the come-back answer, or null if it was not asked for
 * @param departure a client that left, or null if none did
 */
public record Measurements(
        String url,
        String from,
        double heartbeat,
        String sentLastEventId,
        List<EchoSeen> echoes,
        List<ErrorSeen> errors,
        List<StreamSeen> streams,
        List<HeaderTry> headerTries,
        @Nullable ComeBackSeen comeBack,
        @Nullable Departure departure) {
    /** Makes the lists immutable. */
    public Measurements {
        echoes = List.copyOf(echoes);
        errors = List.copyOf(errors);
        streams = List.copyOf(streams);
        headerTries = List.copyOf(headerTries);
    }

    /** The streams of a name. */
    public Stream<StreamSeen> streams(String name) {
        return streams.stream().filter(stream -> stream.name().equals(name));
    }

    /** The one stream of a name, or null if it was not opened. */
    public @Nullable StreamSeen stream(String name) {
        return streams(name).findFirst().orElse(null);
    }
}
