package dev.breakwater.sse.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header by which proxies say for whom they ask (RFC 7239). */
final class ForwardedHeader {
    private static final String FOR = "for";

    private ForwardedHeader() {}

    /**
     * What its elements name as {@code for}, from the right; an element that names none, or cannot be read, is an empty
     * text, which is no address.
     */
    static List<String> hops(String header, int most) {
        List<String> hops = new ArrayList<>();
        List<String> elements = split(header, ',');
        for (int i = elements.size() - 1; i >= 0 && hops.size() < most; i--) {
            hops.add(forParameter(elements.get(i)));
        }
        return hops;
    }

    private static String forParameter(String element) {
        String found = "";
        for (String pair : split(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0
                    && pair.substring(0, equals).trim().toLowerCase(Locale.ROOT).equals(FOR)) {
                if (!found.isEmpty()) {
                    return ""; // twice: which one would be meant?
                }
                found = unquoted(pair.substring(equals + 1).trim());
            }
        }
        return found;
    }

    /** Splits outside of quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String unquoted(String text) {
        if (!text.startsWith("\"")) {
            return text;
        }
        if (text.length() < 2 || !text.endsWith("\"")) {
            return "";
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length() - 1) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }

    /**
     * The address in an entry: {@code 192.0.2.1}, {@code 192.0.2.1:4711}, {@code 2001:db8::1}, {@code [2001:db8::1]},
     * {@code [2001:db8::1]:4711}. Null for all else: {@code unknown}, {@code _hidden}, nonsense.
     */
    static @Nullable IpAddress address(String entry) {
        String text = entry;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            boolean good = end > 0 && (end == text.length() - 1 || isPort(text.substring(end + 1)));
            IpAddress address = good ? IpAddress.parse(text.substring(1, end)) : null;
            return good && text.substring(1, end).indexOf(':') >= 0 ? address : null;
        }
        int colon = text.indexOf(':');
        if (colon >= 0 && colon == text.lastIndexOf(':')) {
            if (!isPort(text.substring(colon))) {
                return null;
            }
            text = text.substring(0, colon);
        }
        return IpAddress.parse(text);
    }

    /** A port of its own, or an obfuscated one. */
    private static boolean isPort(String text) {
        return text.matches(":(\\d{1,5}|_[A-Za-z0-9._-]{1,64})");
    }
}
