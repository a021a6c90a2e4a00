package dev.breakwater.sse.jaxrs.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Idempotency-Key}, by which a publisher that got no answer can try again without publishing twice. Its
 * value is a string of structured fields, {@code "8e03978e-40d5-43dd-bc93-6894a57f9324"}; without quotes it is taken too.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The Idempotency-Key HTTP
 *     Header Field</a>
 */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";

    /** Tells the publisher that this is the answer of the first time. */
    static final String REPLAYED_HEADER = "Idempotency-Replayed";

    private IdempotencyKey() {}

    /**
     * The key of a request, or null if it has none.
     *
     * @param values of all headers of that name, or null if there are none
     * @throws IllegalArgumentException if there are several, or it is malformed
     */
    static @Nullable String of(@Nullable List<String> values) {
        if (values == null || values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw new IllegalArgumentException("header Idempotency-Key must be given once");
        }
        return parse(values.get(0).trim());
    }

    static String parse(String value) {
        if (!value.startsWith("\"")) {
            return value;
        }
        StringBuilder key = new StringBuilder();
        int at = 1;
        while (at < value.length() && value.charAt(at) != '"') {
            if (value.charAt(at) == '\\') {
                at++; // what follows counts as it is
            }
            if (at < value.length()) {
                key.append(value.charAt(at++));
            }
        }
        if (at != value.length() - 1) {
            throw new IllegalArgumentException(
                    "header Idempotency-Key must be one string in double quotes, without parameters");
        }
        return key.toString();
    }
}
