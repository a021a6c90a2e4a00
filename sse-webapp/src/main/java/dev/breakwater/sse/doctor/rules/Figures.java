package dev.breakwater.sse.doctor.rules;

import dev.breakwater.sse.doctor.measure.Departure;
import dev.breakwater.sse.doctor.measure.EchoSeen;
import dev.breakwater.sse.doctor.measure.HeaderTry;
import dev.breakwater.sse.doctor.measure.Measurements;
import dev.breakwater.sse.doctor.measure.StreamEnd;
import dev.breakwater.sse.doctor.measure.StreamSeen;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured, whether or not a rule takes offence at it. */
final class Figures {
    private Figures() {}

    static Map<String, String> of(Examined examined) {
        Measurements seen = examined.seen();
        Timing timing = examined.timing();
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("request there and back", Words.millis(timing.roundTrip()));
        StreamSeen ticks = seen.stream("ticks");
        if (ticks != null && ticks.headersAt() > 0) {
            figures.put("head of a stream after", Words.millis(ticks.headersAt() - ticks.openedAt()));
        }
        if (ticks != null && ticks.helloAt() > 0) {
            figures.put("first event after", Words.millis(ticks.helloAt() - ticks.openedAt()));
        }
        if (ticks != null && !ticks.ticks().isEmpty()) {
            figures.put("events are late by (median)", Words.millis(timing.median(ticks, tick -> true)));
        }
        put(
                figures,
                "HTTP to the first hop",
                seen.streams().stream()
                        .map(StreamSeen::protocol)
                        .filter(protocol -> !protocol.isEmpty())
                        .distinct()
                        .collect(Collectors.joining(", ")));
        put(
                figures,
                "HTTP at the server",
                seen.echoes().stream().map(EchoSeen::protocol).distinct().collect(Collectors.joining(", ")));
        put(
                figures,
                "requests came to the server from",
                seen.echoes().stream()
                        .map(echo -> echo.remote().replaceFirst(" port .*", ""))
                        .distinct()
                        .collect(Collectors.joining(", ")));
        long connections = seen.streams().stream()
                .filter(stream -> !stream.remote().isEmpty() && !stream.name().equals("twin"))
                .map(StreamSeen::remote)
                .distinct()
                .count();
        if (connections > 0) {
            figures.put("connections that brought the streams to the server", Long.toString(connections));
        }
        put(
                figures,
                "silences that were kept",
                seen.streams("silence")
                        .filter(stream -> stream.end() == StreamEnd.COMPLETE)
                        .map(stream -> Words.millis(stream.silence()))
                        .collect(Collectors.joining(", ")));
        StreamSeen total = seen.stream("total");
        if (total != null && total.end() == StreamEnd.COMPLETE) {
            figures.put("a busy stream lived for", Words.millis(total.millis()));
        }
        seen.headerTries().stream()
                .filter(one -> one.arrived() >= one.bytes())
                .mapToInt(HeaderTry::bytes)
                .max()
                .ifPresent(most -> figures.put("largest header that passed", Words.bytes(most)));
        Departure departure = seen.departure();
        if (departure != null && departure.noticedAfter() >= 0) {
            figures.put("that a client left was noticed after", Words.millis(departure.noticedAfter()));
        }
        return figures;
    }

    private static void put(Map<String, String> figures, String name, String value) {
        if (!value.isEmpty()) {
            figures.put(name, value);
        }
    }
}
