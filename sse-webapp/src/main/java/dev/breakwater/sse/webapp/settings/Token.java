package dev.breakwater.sse.webapp.settings;

import java.security.SecureRandom;
import java.util.Base64;

/** What publishers must send. */
final class Token {
    private static final int SHORTEST = 8;
    private static final int RANDOM_BYTES = 24;

    private Token() {}

    static String random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether a token can be sent in a header, and is not too easily guessed. */
    static boolean isGood(String text) {
        return text.length() >= SHORTEST && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    static String whatIsGood() {
        return "must have " + SHORTEST + " or more characters, visible ASCII without spaces";
    }
}
