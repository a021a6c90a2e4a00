package dev.breakwater.sse.budget;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address of IPv4 or IPv6, from text that anybody may have written: nothing is ever looked up by name. An IPv4 address
 * in IPv6's clothes ({@code ::ffff:192.0.2.1}) is the IPv4 address.
 */
final class IpAddress {
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final int LONGEST = 45;
    private static final int GROUPS = 8;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};
    private static final int V6_NETWORK = 64;

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads an address, without port, brackets or zone; null if it is none. */
    static @Nullable IpAddress parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        byte[] bytes = text.indexOf(':') < 0 ? v4(text) : v6(text);
        return bytes == null ? null : new IpAddress(unmapped(bytes));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    int bits() {
        return bytes.length * Byte.SIZE;
    }

    /** The address with all bits behind a prefix cleared. */
    IpAddress network(int prefix) {
        byte[] masked = bytes.clone();
        for (int bit = prefix; bit < bits(); bit++) {
            masked[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return new IpAddress(masked);
    }

    /** What is counted as one: an IPv4 address, or a /64 network of IPv6, which is what one household gets. */
    String counted() {
        return bytes.length * Byte.SIZE == 128 ? network(V6_NETWORK) + "/64" : toString();
    }

    private static byte[] unmapped(byte[] bytes) {
        return bytes.length > MAPPED.length && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length)
                ? Arrays.copyOfRange(bytes, MAPPED.length, bytes.length)
                : bytes;
    }

    private static byte @Nullable [] v4(String text) {
        byte[] bytes = new byte[4];
        int at = 0;
        for (int i = 0; i < bytes.length; i++) {
            int end = i < bytes.length - 1 ? text.indexOf('.', at) : text.length();
            int value = end < 0 ? -1 : decimal(text, at, end);
            if (value < 0) {
                return null;
            }
            bytes[i] = (byte) value;
            at = end + 1;
        }
        return bytes;
    }

    /** A number of 0 to 255, or -1. Neither 08 nor 0x8 nor +8: what one reader takes for octal another takes for decimal. */
    private static int decimal(String text, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = value * 10 + digit - '0';
        }
        return value <= 255 ? value : -1;
    }

    private static byte @Nullable [] v6(String text) {
        String hex = withoutV4Tail(text);
        if (hex == null) {
            return null;
        }
        int gap = hex.indexOf("::");
        if (gap >= 0 && hex.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        String[] head = groups(gap < 0 ? hex : hex.substring(0, gap));
        String[] tail = gap < 0 ? new String[0] : groups(hex.substring(gap + 2));
        int count = head.length + tail.length;
        if (gap < 0 ? count != GROUPS : count >= GROUPS) {
            return null;
        }
        byte[] bytes = new byte[2 * GROUPS];
        return put(head, bytes, 0) && put(tail, bytes, 2 * (GROUPS - tail.length)) ? bytes : null;
    }

    /** {@code ::ffff:192.0.2.1} as {@code ::ffff:c000:201}. */
    private static @Nullable String withoutV4Tail(String text) {
        if (text.indexOf('.') < 0) {
            return text;
        }
        int colon = text.lastIndexOf(':');
        byte[] v4 = v4(text.substring(colon + 1));
        return v4 == null
                ? null
                : text.substring(0, colon + 1)
                        + Integer.toHexString((v4[0] & 0xff) << 8 | (v4[1] & 0xff))
                        + ':'
                        + Integer.toHexString((v4[2] & 0xff) << 8 | (v4[3] & 0xff));
    }

    private static String[] groups(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }

    private static boolean put(String[] groups, byte[] bytes, int at) {
        for (int i = 0; i < groups.length; i++) {
            if (!HEXADECIMAL.matcher(groups[i]).matches()) {
                return false;
            }
            int value = Integer.parseInt(groups[i], 16);
            bytes[at + 2 * i] = (byte) (value >>> 8);
            bytes[at + 2 * i + 1] = (byte) value;
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (bytes.length == 4) {
            for (byte part : bytes) {
                text.append(text.isEmpty() ? "" : ".").append(part & 0xff);
            }
        } else {
            for (int i = 0; i < bytes.length; i += 2) {
                text.append(i == 0 ? "" : ":")
                        .append(Integer.toHexString((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff)));
            }
        }
        return text.toString();
    }
}
