package dev.breakwater.sse.doctor.rules;

import java.util.Locale;

/** Numbers for people. */
final class Words {
    private Words() {}

    /** {@code 7 ms}, {@code 3.0 s}. */
    static String millis(double millis) {
        return Math.abs(millis) < 1_000
                ? String.format(Locale.ROOT, "%.0f ms", Math.max(0, millis))
                : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }

    /** {@code 700 bytes}, {@code 8 KB}. */
    static String bytes(double bytes) {
        return bytes < 2_000
                ? String.format(Locale.ROOT, "%.0f bytes", bytes)
                : String.format(Locale.ROOT, "%.0f KB", bytes / 1_000);
    }

    /** What a setting may be written as: {@code 500ms}, {@code 2s}. */
    static String setting(double millis) {
        return millis < 1_000
                ? String.format(Locale.ROOT, "%.0fms", millis)
                : String.format(Locale.ROOT, "%.0fs", Math.floor(millis / 1e3));
    }
}
