package dev.breakwater.sse.jetty;

import dev.breakwater.sse.store.journal.JournalInspection;
import java.util.List;
import java.util.stream.Collectors;

/** Events as lines of JSON, as {@code POST /events} takes them with {@code Content-Type: application/x-ndjson}. */
final class Ndjson {
    private Ndjson() {}

    static String line(JournalInspection.Event event) {
        StringBuilder line = new StringBuilder("{\"topic\":").append(topics(event.topics()));
        if (event.name() != null) {
            line.append(",\"event\":").append(string(event.name()));
        }
        if (event.key() != null) {
            line.append(",\"key\":").append(string(event.key()));
        }
        return line.append(",\"data\":")
                .append(string(event.data()))
                .append('}')
                .toString();
    }

    private static String topics(List<String> topics) {
        return topics.size() == 1
                ? string(topics.get(0))
                : topics.stream().map(Ndjson::string).collect(Collectors.joining(",", "[", "]"));
    }

    /** A string of JSON in ASCII, whatever the terminal's charset (RFC 8259, section 7). */
    private static String string(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c == '\n') {
                json.append("\\n");
            } else if (c < ' ' || c > '~') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
