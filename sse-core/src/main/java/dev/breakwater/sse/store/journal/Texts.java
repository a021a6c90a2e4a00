package dev.breakwater.sse.store.journal;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Topics and keys that were read, each of them once in memory however often it comes. Bounded: it starts afresh when it
 * has become large. One thread.
 */
final class Texts {
    private static final int SLOTS = 1 << 12;
    private static final int MOST_LISTS = 10_000;

    private final String[] slots = new String[SLOTS];
    private final int[] hashes = new int[SLOTS];
    private final Map<String, List<String>> lists = new HashMap<>();

    /** The text of some bytes in UTF-8. */
    String text(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        String known = slots[slot];
        if (known != null && hashes[slot] == hash && isSame(known, bytes, offset, length)) {
            return known;
        }
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        slots[slot] = text;
        hashes[slot] = hash;
        return text;
    }

    /** A list of one text. */
    List<String> only(String text) {
        List<String> known = lists.get(text);
        if (known == null) {
            if (lists.size() == MOST_LISTS) {
                lists.clear();
            }
            known = List.of(text);
            lists.put(text, known);
        }
        return known;
    }

    /** Compares ASCII only; for the rest the answer is no, which costs another text. */
    private static boolean isSame(String text, byte[] bytes, int offset, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != bytes[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
