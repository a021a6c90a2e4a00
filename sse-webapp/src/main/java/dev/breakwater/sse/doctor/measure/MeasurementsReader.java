package dev.breakwater.sse.doctor.measure;

import dev.breakwater.sse.doctor.json.JsonObject;
import dev.breakwater.sse.doctor.json.JsonText;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads measurements that a page has made: its JSON has the names of the records here. */
public final class MeasurementsReader {
    private MeasurementsReader() {}

    /**
     * Reads measurements.
     *
     * @throws IllegalArgumentException if they are malformed; the message says how
     */
    public static Measurements read(String json) {
        JsonObject all = JsonText.object(json);
        return new Measurements(
                all.text("url", ""),
                all.text("from", ""),
                all.number("heartbeat", 0),
                all.text("sentLastEventId", ""),
                all.objects("echoes", MeasurementsReader::echo),
                all.objects("errors", MeasurementsReader::error),
                all.objects("streams", MeasurementsReader::stream),
                all.objects(
                        "headerTries",
                        one -> new HeaderTry(
                                one.integer("bytes", 0), one.integer("status", 0), one.integer("arrived", 0))),
                all.object("comeBack", MeasurementsReader::comeBack),
                all.object("departure", MeasurementsReader::departure));
    }

    private static EchoSeen echo(JsonObject echo) {
        return new EchoSeen(
                echo.number("sentAt", 0),
                echo.number("answeredAt", 0),
                echo.number("serverAt", 0),
                echo.text("instance", ""),
                echo.text("protocol", ""),
                echo.text("remote", ""),
                echo.text("lastEventId", ""),
                echo.texts("arrived"),
                echo.texts("headers"));
    }

    private static ErrorSeen error(JsonObject error) {
        return new ErrorSeen(
                error.text("request", ""), error.integer("status", 0), error.number("at", 0), error.texts("headers"));
    }

    private static StreamSeen stream(JsonObject stream) {
        return new StreamSeen(
                stream.text("name", ""),
                stream.integer("copy", 0),
                stream.integer("silence", 0),
                stream.integer("expected", 0),
                stream.text("id", ""),
                stream.text("remote", ""),
                stream.integer("status", 0),
                stream.texts("headers"),
                stream.text("protocol", ""),
                stream.number("openedAt", 0),
                stream.number("headersAt", 0),
                stream.number("helloAt", 0),
                stream.number("endedAt", 0),
                end(stream.text("end", "")),
                stream.text("failure", ""),
                stream.objects("ticks", MeasurementsReader::tick));
    }

    private static Tick tick(JsonObject tick) {
        return new Tick(
                tick.integer("number", 0),
                tick.number("madeAt", 0),
                (long) tick.number("before", 0),
                tick.integer("bytes", 0),
                tick.number("arrivedAt", 0));
    }

    private static StreamEnd end(String name) {
        return Arrays.stream(StreamEnd.values())
                .filter(end -> end.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("end must be one of "
                        + Arrays.stream(StreamEnd.values()).map(StreamEnd::name).collect(Collectors.joining(", "))));
    }

    private static ComeBackSeen comeBack(JsonObject comeBack) {
        return new ComeBackSeen(
                comeBack.integer("status", 0), comeBack.text("contentType", ""), comeBack.text("body", ""));
    }

    private static Departure departure(JsonObject departure) {
        return new Departure(
                departure.number("leftAfterTick", 0),
                departure.number("silence", 0),
                departure.number("noticedAt", -1),
                departure.number("watched", 0));
    }
}
