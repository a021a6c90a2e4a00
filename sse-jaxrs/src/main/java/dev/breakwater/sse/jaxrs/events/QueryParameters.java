package dev.breakwater.sse.jaxrs.events;

import dev.breakwater.sse.jaxrs.problem.Quoted;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters in the query of a URL, decoded strictly: what a lenient decoder makes of malformed text is a topic that
 * nobody meant.
 */
final class QueryParameters {
    private static final int PERCENT_SEQUENCE = 3;

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /**
     * Decodes a query.
     *
     * @param query as in the URL, or null if there is none
     * @param known the parameters that there may be
     * @throws IllegalArgumentException if it is malformed, or has an unknown parameter
     */
    QueryParameters(@Nullable String query, String... known) {
        List<String> names = List.of(known);
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown query parameter " + Quoted.of(name) + ": use " + String.join(", ", names));
            }
            values.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
    }

    /** All values of a parameter, in order. */
    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /**
     * The value of a parameter, or null if it is not there.
     *
     * @throws IllegalArgumentException if it is there more than once
     */
    @Nullable
    String one(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        if (all.size() > 1) {
            throw new IllegalArgumentException("query parameter '" + name + "' must be given once");
        }
        return all.isEmpty() ? null : all.get(0);
    }

    private static String decode(String encoded) {
        if (encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0) {
            return encoded;
        }
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                decoded.write(percentSequence(encoded, bytes, i));
                i += PERCENT_SEQUENCE - 1;
            } else {
                decoded.write(bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded.toByteArray()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException(
                    "query must be UTF-8, percent-encoded: " + Quoted.of(encoded), malformed);
        }
    }

    private static int percentSequence(String encoded, byte[] bytes, int at) {
        int high = at + 1 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
        int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw new IllegalArgumentException(
                    "query must have two hexadecimal digits after '%', and %25 for '%' itself: " + Quoted.of(encoded));
        }
        return high << 4 | low;
    }
}
