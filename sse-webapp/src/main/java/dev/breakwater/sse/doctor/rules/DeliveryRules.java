package dev.breakwater.sse.doctor.rules;

import dev.breakwater.sse.doctor.measure.StreamEnd;
import dev.breakwater.sse.doctor.measure.StreamSeen;
import dev.breakwater.sse.doctor.measure.Tick;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether events come one by one and in time. */
final class DeliveryRules {
    /** What the kernel waits for more after MSG_MORE, and what is measured of it. In milliseconds. */
    private static final double CORK_LEAST = 150;

    private static final double CORK_MOST = 290;

    /** Ticks closer together than this have come together. In milliseconds. */
    private static final double TOGETHER = 40;

    private DeliveryRules() {}

    static void examine(Examined examined) {
        StreamSeen ticks = examined.seen().stream("ticks");
        if (ticks == null) {
            return;
        }
        if (ticks.end() == StreamEnd.REFUSED) {
            noStream(examined, ticks);
            return;
        }
        boolean late = lateness(examined, ticks);
        String encoding = encoding(examined);
        if (encoding != null && !late) {
            examined.note(
                    Symptom.COMPRESSED_IN_TIME,
                    "The stream arrives compressed, event by event.",
                    List.of("the answer says Content-Encoding: " + encoding));
        }
    }

    private static void noStream(Examined examined, StreamSeen ticks) {
        List<String> evidence = new ArrayList<>();
        evidence.add("GET /doctor/probe was answered with status " + ticks.status() + " and Content-Type "
                + (ticks.header("content-type").isEmpty() ? "none" : ticks.header("content-type")));
        examined.fault(Symptom.NO_STREAM, "A stream was asked for, and something else came.", evidence);
    }

    /** What compresses the streams, or null if nothing does. */
    private static @Nullable String encoding(Examined examined) {
        return examined.seen().streams().stream()
                .map(stream -> stream.header("content-encoding").toLowerCase(Locale.ROOT))
                .filter(encoding -> !encoding.isEmpty() && !encoding.equals("identity"))
                .findFirst()
                .orElse(null);
    }

    private static boolean lateness(Examined examined, StreamSeen ticks) {
        Timing timing = examined.timing();
        boolean nothing = ticks.ticks().isEmpty();
        double late = timing.median(ticks);
        // Of another stream, later and at another pace: a machine may be busy for a while.
        double lateLater = lateness(examined, examined.seen().stream("total"), late);
        if (!nothing && Math.min(late, lateLater) < Timing.UNNOTICEABLE) {
            return SizeRules.examine(examined, encoding(examined));
        }
        double apart = timeApart(ticks);
        List<String> evidence = new ArrayList<>();
        evidence.add(
                nothing
                        ? "none of " + ticks.expected() + " ticks arrived within " + Words.millis(ticks.millis())
                        : "ticks made every 300 ms were late by " + Words.millis(late) + " (median of "
                                + ticks.ticks().size() + "), the first by "
                                + Words.millis(
                                        timing.lateness(ticks, ticks.ticks().get(0))));
        firstBytes(examined, ticks, evidence);
        String encoding = encoding(examined);
        boolean oneByOne = !nothing && apart > TOGETHER;
        if (encoding != null) {
            compressed(examined, encoding, late, nothing, evidence);
        } else if (oneByOne && isCork(Math.max(late, lateLater))) {
            delayed(examined, isCork(late) ? late : lateLater, apart, evidence);
        } else if (oneByOne && Math.abs(late - apart) < apart / 3) {
            evidence.add("that is the time between two ticks: each comes when the next one does");
            examined.fault(Symptom.ONE_BEHIND, "Every event arrives with the next one.", evidence);
        } else {
            String threshold = threshold(examined, evidence);
            examined.fault(
                    Symptom.HELD,
                    "Events are held back " + threshold + "; those of a quiet stream arrive when it ends.",
                    evidence);
        }
        return true;
    }

    private static double lateness(Examined examined, @Nullable StreamSeen stream, double unlessThere) {
        return stream == null || stream.ticks().isEmpty()
                ? unlessThere
                : examined.timing().median(stream);
    }

    private static boolean isCork(double late) {
        return late >= CORK_LEAST && late <= CORK_MOST;
    }

    private static void delayed(Examined examined, double small, double apart, List<String> evidence) {
        evidence.add(
                "each came by itself, " + Words.millis(apart) + " after the one before: a kernel that waits 200 ms for"
                        + " more does this, and HAProxy has it do so unless told otherwise");
        examined.fault(
                Symptom.DELAYED,
                "Every event arrives " + Words.millis(small) + " late.",
                evidence,
                EnumSet.of(Proxy.HAPROXY),
                List.of());
    }

    private static void compressed(
            Examined examined, String encoding, double small, boolean nothing, List<String> evidence) {
        evidence.add(0, "the answer says Content-Encoding: " + encoding + ", and the server sends none");
        threshold(examined, evidence);
        examined.fault(
                Symptom.COMPRESSED,
                "The stream is compressed on the way, and events "
                        + (nothing
                                ? "do not come out of the compressor."
                                : "come out " + Words.millis(small) + " late."),
                evidence);
    }

    /** How much the server had written when something arrived of a stream that never paused. */
    private static String threshold(Examined examined, List<String> evidence) {
        StreamSeen flood = examined.seen().stream("flood");
        if (flood == null || flood.ticks().isEmpty()) {
            return "for longer than this examination took";
        }
        double first = flood.ticks().get(0).arrivedAt();
        double behind = examined.timing().roundTrip() / 2;
        Tick last = flood.ticks().get(0);
        for (Tick tick : flood.ticks()) {
            if (examined.timing().inClientsTime(tick.madeAt()) + behind <= first) {
                last = tick;
            }
        }
        boolean all = last.number() >= flood.expected() - 2;
        String bytes = Words.bytes((double) last.before() + last.bytes());
        evidence.add(
                all
                        ? "of a stream of " + bytes + " in all nothing arrived before its end"
                        : "of a stream that never paused the first event arrived when the server had written " + bytes);
        return all ? "until more than " + bytes + " are there" : "until about " + bytes + " are there";
    }

    private static void firstBytes(Examined examined, StreamSeen ticks, List<String> evidence) {
        if (ticks.headersAt() > 0) {
            double headers = ticks.headersAt() - ticks.openedAt();
            if (headers > examined.timing().roundTrip() + 500) {
                evidence.add("even the head of the answer took " + Words.millis(headers));
            }
        }
    }

    /** The median time between two arrivals, in milliseconds. */
    private static double timeApart(StreamSeen stream) {
        List<Double> apart = new ArrayList<>();
        for (int i = 1; i < stream.ticks().size(); i++) {
            apart.add(stream.ticks().get(i).arrivedAt()
                    - stream.ticks().get(i - 1).arrivedAt());
        }
        apart.sort(null);
        return apart.isEmpty() ? 0 : apart.get(apart.size() / 2);
    }
}
