package dev.breakwater.sse.store;

import dev.breakwater.sse.event.EncodedEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Tells publications apart by what is in them: 64 bits of SHA-256. */
public final class Fingerprint {
    private Fingerprint() {}

    /** The fingerprint of events that are not sealed yet. */
    public static long of(List<EncodedEvent> events) {
        MessageDigest digest = sha256();
        for (EncodedEvent event : events) {
            event.topics().forEach(topic -> add(digest, topic));
            String key = event.key();
            add(digest, key == null ? "" : key);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(event.length()).flip());
            digest.update(event.frame(), 0, event.length());
        }
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
