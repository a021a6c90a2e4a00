package dev.breakwater.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Decodes an HTTP/1.1 response as it arrives, split anywhere: status, framing by chunks, by Content-Length or by the
 * connection's end. The body goes on in pieces of the input buffer, without a copy.
 */
final class ResponseDecoder implements StreamDecoder {
    private enum State {
        /** The status line or a header. */
        HEAD,
        /** The line that says how long the next chunk is. */
        CHUNK_SIZE,
        /** Inside a chunk, or inside a body whose length is known. */
        KNOWN_LENGTH,
        /** Between a chunk's data and its line end. */
        CHUNK_END,
        /** After the last chunk. */
        TRAILER,
        /** A body that goes on to the connection's end. */
        TO_THE_END,
        /** The response is complete. */
        ENDED
    }

    private static final int LONGEST_LINE = 8192;
    private static final long UNKNOWN = -1;

    private final Body body;
    private final StringBuilder line = new StringBuilder(64);
    private State state = State.HEAD;
    private int status;
    private boolean chunked;
    private long contentLength = UNKNOWN;
    private long left;

    ResponseDecoder(Body body) {
        this.body = body;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public boolean headComplete() {
        return state != State.HEAD;
    }

    @Override
    public boolean lengthIsKnown() {
        return contentLength != UNKNOWN;
    }

    @Override
    public boolean ended() {
        return state == State.ENDED;
    }

    @Override
    public void next() {
        state = State.HEAD;
        status = 0;
        chunked = false;
        contentLength = UNKNOWN;
    }

    @Override
    public int decode(ByteBuffer in, int from, int to) {
        int at = from;
        while (at < to && state != State.ENDED) {
            switch (state) {
                case KNOWN_LENGTH -> {
                    int end = (int) Math.min(to, at + left);
                    body.bytes(in, at, end);
                    left -= end - at;
                    at = end;
                    if (left == 0) {
                        state = chunked ? State.CHUNK_END : State.ENDED;
                    }
                }
                case TO_THE_END -> {
                    body.bytes(in, at, to);
                    at = to;
                }
                default -> at = line(in, at, to);
            }
        }
        return at;
    }

    private int line(ByteBuffer in, int from, int to) {
        int at = from;
        while (at < to) {
            byte b = in.get(at++);
            if (b == '\n') {
                lineEnded();
                line.setLength(0);
                return at;
            }
            if (b != '\r') {
                line.append((char) (b & 0xff));
                if (line.length() > LONGEST_LINE) {
                    throw new IllegalStateException("a line of the response is longer than " + LONGEST_LINE + " bytes");
                }
            }
        }
        return at;
    }

    private void lineEnded() {
        switch (state) {
            case HEAD -> headLine();
            case CHUNK_SIZE -> {
                left = chunkSize();
                state = left == 0 ? State.TRAILER : State.KNOWN_LENGTH;
            }
            case CHUNK_END -> {
                if (line.length() > 0) {
                    throw new IllegalStateException("a chunk is longer than its size says");
                }
                state = State.CHUNK_SIZE;
            }
            case TRAILER -> state = line.length() == 0 ? State.ENDED : State.TRAILER;
            case KNOWN_LENGTH, TO_THE_END, ENDED -> throw new IllegalStateException("no line here: " + state);
        }
    }

    private void headLine() {
        if (line.length() == 0) {
            beginBody();
        } else if (status == 0) {
            String statusLine = line.toString();
            if (!statusLine.startsWith("HTTP/1.1 ") || statusLine.length() < 12) {
                throw new IllegalStateException("not an HTTP/1.1 response: " + printable(statusLine));
            }
            status = Integer.parseInt(statusLine, 9, 12, 10);
        } else {
            String header = line.toString().toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                contentLength = Long.parseLong(
                        header.substring("content-length:".length()).trim());
            } else if (header.startsWith("transfer-encoding:")) {
                chunked = header.endsWith("chunked");
            }
        }
    }

    private void beginBody() {
        if (chunked) {
            state = State.CHUNK_SIZE;
        } else if (contentLength == 0 || status == 204 || status == 304) {
            state = State.ENDED;
        } else if (contentLength > 0) {
            left = contentLength;
            state = State.KNOWN_LENGTH;
        } else {
            state = State.TO_THE_END;
        }
    }

    private long chunkSize() {
        long size = 0;
        int digits = 0;
        for (; digits < line.length() && line.charAt(digits) != ';' && line.charAt(digits) != ' '; digits++) {
            int digit = Character.digit(line.charAt(digits), 16);
            if (digit < 0 || size > Integer.MAX_VALUE) {
                throw new IllegalStateException("not a chunk size: " + printable(line.toString()));
            }
            size = size << 4 | digit;
        }
        if (digits == 0) {
            throw new IllegalStateException("a chunk size is missing");
        }
        return size;
    }

    private static String printable(String text) {
        String ascii = new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
        return ascii.substring(0, Math.min(60, ascii.length()));
    }
}
