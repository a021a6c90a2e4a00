package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.store.Idempotency;
import dev.breakwater.sse.store.Publication;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publication as it is stored. Its frames lie at the end, one after the other, exactly as they go on the wire.
 *
 * <pre>
 * bytes
 *     2      length of the idempotency key, 0 if there is none
 *     n      the idempotency key, ASCII
 *     8      the fingerprint, only if there is a key
 * for each event
 *     1      number of topics
 *     2 + n  each topic: its length, and UTF-8
 *     2 + n  the key: its length, 0xFFFF if there is none, and UTF-8
 *     4      length of the frame
 * then
 *     n      each frame
 * </pre>
 */
final class RecordBody {
    private static final int NO_KEY = 0xFFFF;

    private RecordBody() {}

    /** Gets the parts of a stored publication, in order. */
    interface Visitor {
        default void idempotency(Idempotency idempotency) {}

        /** One event; the index counts from 0 within the record. */
        void event(int index, List<String> topics, @Nullable String key, int frameOffset, int frameLength);
    }

    /** The bytes that a publication needs once its events are sealed. */
    static int mostLength(Publication publication) {
        int length = 2;
        Idempotency idempotency = publication.idempotency();
        if (idempotency != null) {
            length += idempotency.key().length() + Long.BYTES;
        }
        for (EncodedEvent event : publication.events()) {
            length += 1 + 2 + 4 + event.frame().length;
            for (String topic : event.topics()) {
                length += 2 + 3 * topic.length();
            }
            String key = event.key();
            length += key == null ? 0 : 3 * key.length();
        }
        return length;
    }

    /** Writes a publication whose events are sealed; returns where it ends. */
    static int write(Publication publication, byte[] bytes, int offset) {
        ByteBuffer out = ByteBuffer.wrap(bytes).position(offset);
        Idempotency idempotency = publication.idempotency();
        if (idempotency == null) {
            out.putShort((short) 0);
        } else {
            putText(out, idempotency.key());
            out.putLong(idempotency.fingerprint());
        }
        for (EncodedEvent event : publication.events()) {
            out.put((byte) event.topics().size());
            event.topics().forEach(topic -> putText(out, topic));
            String key = event.key();
            if (key == null) {
                out.putShort((short) NO_KEY);
            } else {
                putText(out, key);
            }
            out.putInt(event.length());
        }
        for (EncodedEvent event : publication.events()) {
            out.put(event.frame(), 0, event.length());
        }
        return out.position();
    }

    /** Reads a body whose checksum is right. */
    static void read(byte[] bytes, int offset, RecordHeader header, Texts texts, Visitor visitor) {
        ByteBuffer in = ByteBuffer.wrap(bytes).position(offset);
        int idempotencyLength = in.getShort() & 0xFFFF;
        if (idempotencyLength > 0) {
            String key = new String(bytes, in.position(), idempotencyLength, StandardCharsets.US_ASCII);
            in.position(in.position() + idempotencyLength);
            visitor.idempotency(new Idempotency(key, in.getLong()));
        }
        int count = header.count();
        List<List<String>> topics = new ArrayList<>(count);
        List<@Nullable String> keys = new ArrayList<>(count);
        int[] lengths = new int[count];
        int framesLength = 0;
        for (int i = 0; i < count; i++) {
            topics.add(topics(in, bytes, texts));
            int keyLength = in.getShort() & 0xFFFF;
            keys.add(keyLength == NO_KEY ? null : texts.text(bytes, in.position(), keyLength));
            in.position(in.position() + (keyLength == NO_KEY ? 0 : keyLength));
            lengths[i] = in.getInt();
            framesLength += lengths[i];
        }
        int frame = offset + header.bodyLength() - framesLength;
        for (int i = 0; i < count; i++) {
            visitor.event(i, topics.get(i), keys.get(i), frame, lengths[i]);
            frame += lengths[i];
        }
    }

    private static List<String> topics(ByteBuffer in, byte[] bytes, Texts texts) {
        int count = in.get() & 0xFF;
        List<String> topics = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = in.getShort() & 0xFFFF;
            topics.add(texts.text(bytes, in.position(), length));
            in.position(in.position() + length);
        }
        return count == 1 ? texts.only(topics.get(0)) : topics;
    }

    private static void putText(ByteBuffer out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) utf8.length).put(utf8);
    }
}
