package dev.breakwater.sse.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as bytes in the event stream format, encoded once whoever receives it. All but the id is written when the
 * publisher calls, on the publisher's thread; {@link #seal} adds the id when the event gets its place in the log.
 *
 * <p>Sealed once, by one thread, before it is handed to others; immutable from then on.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">HTML, 9.2.5</a>
 */
public final class EncodedEvent {
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] ID = ascii("id: ");
    private static final int ID_ROOM = ID.length + EventId.MAX_LENGTH + 2;

    private final List<String> topics;
    private final @Nullable String key;
    private final byte[] frame;
    private final boolean ownId;
    private int length;
    private boolean sealed;

    private EncodedEvent(List<String> topics, @Nullable String key, byte[] frame, int length, boolean ownId) {
        this.topics = topics;
        this.key = key;
        this.frame = frame;
        this.length = length;
        this.ownId = ownId;
    }

    /**
     * An event that somebody else has encoded, but for the empty line that ends it.
     *
     * @param topics one to {@value SseEvent#MAX_TOPICS} topic names
     * @param lines whole lines of the event stream format, none of them empty
     * @param ownId whether there is an id among them; else it is added like for every event
     * @throws IllegalArgumentException if a topic is none
     */
    public static EncodedEvent ofLines(List<String> topics, byte[] lines, boolean ownId) {
        SseEvent checked = new SseEvent(topics, "", null, null);
        byte[] frame = Arrays.copyOf(lines, lines.length + (ownId ? 1 : ID_ROOM));
        return new EncodedEvent(checked.topics(), null, frame, lines.length, ownId);
    }

    /** An event that was sealed in an earlier life, as a store has kept it. */
    public static EncodedEvent sealed(List<String> topics, @Nullable String key, byte[] frame) {
        EncodedEvent event = new EncodedEvent(List.copyOf(topics), key, frame, frame.length, true);
        event.sealed = true;
        return event;
    }

    /** Encodes all of an event but its id. */
    public static EncodedEvent of(SseEvent event) {
        byte[] data = EventText.utf8(event.data());
        byte[] name = event.name() == null ? null : EventText.utf8(event.name());
        int nameLine = name == null ? 0 : EVENT.length + name.length + 1;
        int lines = EventText.lines(data);
        byte[] frame = new byte[nameLine + lines * (DATA.length + 1) + data.length + ID_ROOM];
        int at = 0;
        if (name != null) {
            at = append(frame, at, EVENT);
            at = append(frame, at, name);
            frame[at++] = '\n';
        }
        at = lines == 1 ? appendLine(frame, at, data, 0, data.length) : appendLines(frame, at, data);
        return new EncodedEvent(event.topics(), event.key(), frame, at, false);
    }

    /** Adds the id and ends the block. */
    public void seal(byte[] epoch, long position) {
        if (sealed) {
            throw new IllegalStateException("an event has one place in one log");
        }
        int at = length;
        if (!ownId) {
            at = append(frame, at, ID);
            at = append(frame, at, epoch);
            frame[at++] = '-';
            at = appendDecimal(frame, at, position);
            frame[at++] = '\n';
        }
        frame[at++] = '\n';
        length = at;
        sealed = true;
    }

    /** The topics that the event was published to. */
    public List<String> topics() {
        return topics;
    }

    /** What the event is the latest value of, or null. */
    public @Nullable String key() {
        return key;
    }

    /** The bytes, from index 0 to {@link #length}; not a copy: read only. */
    public byte[] frame() {
        return frame;
    }

    /** How many bytes of {@link #frame} count. */
    public int length() {
        return length;
    }

    private static int appendLines(byte[] frame, int at, byte[] data) {
        int start = 0;
        for (int i = 0; i < data.length; i++) {
            byte b = data[i];
            if (b == '\n' || b == '\r') {
                at = appendLine(frame, at, data, start, i);
                if (b == '\r' && i + 1 < data.length && data[i + 1] == '\n') {
                    i++;
                }
                start = i + 1;
            }
        }
        return appendLine(frame, at, data, start, data.length);
    }

    private static int appendLine(byte[] frame, int at, byte[] data, int from, int to) {
        at = append(frame, at, DATA);
        System.arraycopy(data, from, frame, at, to - from);
        at += to - from;
        frame[at++] = '\n';
        return at;
    }

    private static int append(byte[] frame, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, frame, at, bytes.length);
        return at + bytes.length;
    }

    private static int appendDecimal(byte[] frame, int at, long number) {
        int end = at + digits(number);
        for (int i = end - 1; i >= at; i--) {
            frame[i] = (byte) ('0' + number % 10);
            number /= 10;
        }
        return end;
    }

    private static int digits(long number) {
        int digits = 1;
        for (long n = number; n >= 10; n /= 10) {
            digits++;
        }
        return digits;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
