package dev.breakwater.benchmarks.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Takes a connection's bytes and gives whole requests, pipelined ones one after the other. Content-Length only. */
final class RequestReader {
    private static final byte[] NOTHING = new byte[0];
    private static final int LARGEST_REQUEST = 128 * 1024;

    /** What has come and is not a whole request yet. */
    private byte[] held = NOTHING;

    private int used;

    void add(ByteBuffer in) {
        int rest = held.length - used;
        if (rest + in.remaining() > LARGEST_REQUEST) {
            throw new IllegalStateException("a request must be at most " + LARGEST_REQUEST + " bytes");
        }
        byte[] joined = Arrays.copyOfRange(held, used, held.length + in.remaining());
        in.get(joined, rest, in.remaining());
        held = joined;
        used = 0;
    }

    /** The next request that is complete. */
    Optional<HttpRequest> next() {
        int headEnd = headEnd();
        if (headEnd < 0) {
            return incomplete();
        }
        String head = new String(held, used, headEnd - used, StandardCharsets.ISO_8859_1);
        int end = headEnd + contentLength(head);
        if (end > held.length) {
            return incomplete();
        }
        String[] requestLine = head.substring(0, head.indexOf('\r')).split(" ", 3);
        if (requestLine.length < 3) {
            throw new IllegalStateException("not a request line");
        }
        byte[] body = Arrays.copyOfRange(held, headEnd, end);
        used = end;
        return Optional.of(new HttpRequest(requestLine[0], requestLine[1], body));
    }

    private Optional<HttpRequest> incomplete() {
        if (used == held.length) {
            // An idle connection holds no buffer.
            held = NOTHING;
            used = 0;
        }
        return Optional.empty();
    }

    /** The index after the empty line; -1 if it has not come. */
    private int headEnd() {
        for (int at = used; at + 4 <= held.length; at++) {
            if (held[at] == '\r' && held[at + 1] == '\n' && held[at + 2] == '\r' && held[at + 3] == '\n') {
                return at + 4;
            }
        }
        return -1;
    }

    private static int contentLength(String head) {
        String name = "\r\ncontent-length:";
        int at = head.toLowerCase(Locale.ROOT).indexOf(name);
        if (at < 0) {
            return 0;
        }
        int end = head.indexOf("\r\n", at + name.length());
        return Integer.parseInt(head.substring(at + name.length(), end).trim());
    }
}
