package dev.breakwater.sse.doctor.probe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Leave to examine for a while. A ticket is signed and not remembered; it stands in URLs, which are logged, so it must be
 * worth little: it opens probes only, and not for long. Any thread.
 */
final class Tickets {
    /** Longer than the longest examination. */
    static final Duration LIFE = Duration.ofMinutes(15);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final LongSupplier millis;

    /**
     * A key at random.
     *
     * @param millis the time, which need not be that of day
     */
    Tickets(SecureRandom random, LongSupplier millis) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        this.millis = millis;
    }

    String issue() {
        String until = Long.toString(millis.getAsLong() + LIFE.toMillis(), Character.MAX_RADIX);
        return until + '.' + signature(until);
    }

    boolean isGood(@Nullable String ticket) {
        int dot = ticket == null ? -1 : ticket.indexOf('.');
        if (ticket == null || dot < 0) {
            return false;
        }
        String until = ticket.substring(0, dot);
        return MessageDigest.isEqual(ascii(ticket.substring(dot + 1)), ascii(signature(until)))
                && Long.parseLong(until, Character.MAX_RADIX) > millis.getAsLong();
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(ascii(text)));
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
