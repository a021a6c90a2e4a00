package dev.breakwater.sse.event;

import java.nio.charset.StandardCharsets;

/** Text on its way to the wire: UTF-8, and counted in lines as the event stream format counts them. */
final class EventText {
    private static final char REPLACEMENT = '\uFFFD';

    private EventText() {}

    /** UTF-8 in which an unpaired surrogate is U+FFFD, as browsers write it, not the {@code ?} of the JDK. */
    static byte[] utf8(String text) {
        return (hasUnpairedSurrogate(text) ? replaceUnpaired(text) : text).getBytes(StandardCharsets.UTF_8);
    }

    /** The number of lines: one more than the line ends, of which CRLF is one. */
    static int lines(byte[] utf8) {
        int lines = 1;
        for (int i = 0; i < utf8.length; i++) {
            byte b = utf8[i];
            if (b == '\n' || (b == '\r' && (i + 1 == utf8.length || utf8[i + 1] != '\n'))) {
                lines++;
            }
        }
        return lines;
    }

    private static boolean hasUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnpaired(text, i)) {
                return true;
            }
        }
        return false;
    }

    private static String replaceUnpaired(String text) {
        StringBuilder mended = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (isUnpaired(text, i)) {
                mended.setCharAt(i, REPLACEMENT);
            }
        }
        return mended.toString();
    }

    private static boolean isUnpaired(String text, int i) {
        char c = text.charAt(i);
        if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
}
