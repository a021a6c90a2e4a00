package dev.breakwater.sse.doctor.rules;

import dev.breakwater.sse.doctor.measure.EchoSeen;
import dev.breakwater.sse.doctor.measure.ErrorSeen;
import dev.breakwater.sse.doctor.measure.Measurements;
import dev.breakwater.sse.doctor.measure.StreamSeen;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What answers and requests tell of the hops between client and server. */
final class Hops {
    /** What names a hop, in words; the rest of the headers only serves to recognise one. */
    private static final Set<String> TELLING =
            Set.of("server", "via", "x-cache", "x-varnish", "x-served-by", "forwarded", "x-forwarded-for");

    private final Set<Proxy> recognised = EnumSet.noneOf(Proxy.class);
    private final Set<String> sentences = new LinkedHashSet<>();

    Hops(Measurements seen) {
        for (StreamSeen stream : seen.streams()) {
            look("", stream.headers());
        }
        for (EchoSeen echo : seen.echoes()) {
            look("", echo.headers());
            look("arrived ", echo.arrived());
        }
        for (ErrorSeen error : seen.errors()) {
            look("", error.headers());
        }
        for (String protocol :
                seen.echoes().stream().map(EchoSeen::protocol).distinct().toList()) {
            sentences.add("requests arrive at the server as " + protocol);
            if (protocol.equals("HTTP/1.0")) {
                // Nobody else speaks it upstream any more, and nginx does unless told otherwise.
                recognised.add(Proxy.NGINX);
            }
        }
    }

    private void look(String whence, Map<String, String> headers) {
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            for (Proxy proxy : Proxy.values()) {
                if (proxy.isShownBy(whence + lower + '=' + value)) {
                    recognised.add(proxy);
                }
            }
            // A number for each request: one of them is enough.
            if (TELLING.contains(lower) && !(lower.equals("x-varnish") && mentions(whence + lower))) {
                sentences.add((whence.isEmpty() ? "answers say " : "requests arrive with ") + lower + ": " + value);
            }
        });
    }

    private boolean mentions(String header) {
        String name = header.substring(header.lastIndexOf(' ') + 1) + ":";
        return sentences.stream().anyMatch(sentence -> sentence.contains(name));
    }

    /** The proxies and services that have shown themselves. */
    Set<Proxy> recognised() {
        return recognised;
    }

    /** All that is known, a sentence each. */
    List<String> sentences() {
        List<String> all = new ArrayList<>();
        recognised.forEach(proxy -> all.add(proxy.title() + " is on the way"));
        all.addAll(sentences);
        return all;
    }
}
