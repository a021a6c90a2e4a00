package dev.breakwater.sse.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A client's reading of an event stream, by the letter of the standard and sharing no code with the encoder. The
 * comments are the standard's own sentences.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">HTML, 9.2.5 and
 *     9.2.6</a>
 */
public final class EventStreamParser {
    private static final int MARK = 0xFEFF;

    private final List<Message> messages = new ArrayList<>();
    private final List<Long> retries = new ArrayList<>();
    private int comments;

    private final StringBuilder data = new StringBuilder();
    private String eventType = "";
    private String lastEventIdBuffer = "";
    private String lastEventId = "";

    private EventStreamParser() {}

    /** An event as page code sees it. */
    public record Message(String type, String data, String lastEventId) {}

    /** All that a stream said until it ended. */
    public record Stream(List<Message> messages, List<Long> retries, int comments, String lastEventId) {
        /** The reconnection time that was told last. */
        public long retryMillis() {
            return retries.get(retries.size() - 1);
        }

        /** What was said by publishers: the server's own events left out. */
        public List<Message> published() {
            return messages.stream()
                    .filter(message -> !message.type().startsWith(SseEvent.RESERVED_PREFIX))
                    .toList();
        }

        /** The data of what was said by publishers. */
        public List<String> data() {
            return published().stream().map(Message::data).toList();
        }

        /** The server's own events of one name. */
        public List<Message> named(String type) {
            return messages.stream()
                    .filter(message -> message.type().equals(type))
                    .toList();
        }
    }

    /** Reads a whole stream. */
    public static Stream parse(byte[] stream) {
        return parse(new String(stream, StandardCharsets.UTF_8));
    }

    /** Reads a whole stream, decoded. */
    public static Stream parse(String stream) {
        EventStreamParser parser = new EventStreamParser();
        parser.interpret(stream);
        return new Stream(
                List.copyOf(parser.messages), List.copyOf(parser.retries), parser.comments, parser.lastEventId);
    }

    private void interpret(String stream) {
        int at = 0;
        // One leading U+FEFF BYTE ORDER MARK character must be ignored if any are present.
        if (!stream.isEmpty() && stream.charAt(0) == MARK) {
            at = 1;
        }
        StringBuilder line = new StringBuilder();
        while (at < stream.length()) {
            char c = stream.charAt(at++);
            // Lines must be separated by either a CRLF character pair, a single LF character, or a single CR character.
            if (c == '\r' || c == '\n') {
                if (c == '\r' && at < stream.length() && stream.charAt(at) == '\n') {
                    at++;
                }
                processLine(line.toString());
                line.setLength(0);
            } else {
                line.append(c);
            }
        }
        // Once the end of the file is reached, any pending data must be discarded. (If the file ends in the middle of
        // an
        // event, before the final empty line, the incomplete event is not dispatched.)
    }

    private void processLine(String line) {
        int colon = line.indexOf(':');
        if (line.isEmpty()) {
            // If the line is empty (a blank line): Dispatch the event.
            dispatch();
        } else if (colon == 0) {
            // If the line starts with a U+003A COLON character (:): Ignore the line.
            comments++;
        } else if (colon > 0) {
            // If value starts with a U+0020 SPACE character, remove it from value.
            String value = line.substring(colon + 1);
            processField(line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
        } else {
            // Process the field using the whole line as the field name, and the empty string as the field value.
            processField(line, "");
        }
    }

    private void processField(String field, String value) {
        switch (field) {
            // Set the event type buffer to the field value.
            case "event" -> eventType = value;
            // Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character.
            case "data" -> data.append(value).append('\n');
            case "id" -> {
                // If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field
                // value.
                if (value.indexOf(0) < 0) {
                    lastEventIdBuffer = value;
                }
            }
            case "retry" -> {
                // If the field value consists of only ASCII digits, interpret it as an integer in base ten.
                if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    retries.add(Long.parseLong(value));
                }
            }
            default -> {
                // Otherwise: The field is ignored.
            }
        }
    }

    private void dispatch() {
        // Set the last event ID string of the event source to the value of the last event ID buffer. The buffer does
        // not
        // get reset.
        lastEventId = lastEventIdBuffer;
        // If the data buffer is an empty string, set the data buffer and the event type buffer to the empty string and
        // return.
        if (data.isEmpty()) {
            eventType = "";
            return;
        }
        // If the data buffer's last character is a U+000A LINE FEED (LF) character, then remove the last character.
        data.setLength(data.length() - 1);
        messages.add(new Message(eventType.isEmpty() ? "message" : eventType, data.toString(), lastEventId));
        data.setLength(0);
        eventType = "";
    }
}
