package dev.breakwater.sse.budget;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One client that asks over and over, on one connection as long as that lasts. One thread. */
final class EndingClient implements AutoCloseable {
    record Answer(int status, String head, String body) {}

    private static final int PATIENCE_MILLIS = 20_000;
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final int port;
    private Socket socket;
    private InputStream in;

    /** What {@link #hasEnded} has read. */
    private final StringBuilder seen = new StringBuilder();

    EndingClient(int port) {
        this.port = port;
    }

    /** Asks, and reads the answer to its end. */
    Answer ask(String query, String... headers) throws IOException {
        send(query, headers);
        try {
            String head = head();
            return new Answer(status(head), head, body(head));
        } catch (IOException cut) {
            close();
            throw cut;
        }
    }

    /** Asks, reads the head of the answer and leaves the rest. */
    Answer open(String query, String... headers) throws IOException {
        send(query, headers);
        String head = head();
        return new Answer(status(head), head, "");
    }

    void send(String query, String... headers) throws IOException {
        if (socket == null) {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        }
        StringBuilder request = new StringBuilder("GET /?" + query + " HTTP/1.1\r\nHost: test\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!endsWith(head, "\r\n\r\n")) {
            head.append((char) next());
        }
        return head.toString();
    }

    private String body(String head) throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        StringBuilder body = new StringBuilder();
        int at = lower.indexOf("content-length: ");
        if (at >= 0) {
            int length = Integer.parseInt(
                    lower.substring(at + 16, lower.indexOf('\r', at)).trim());
            for (int i = 0; i < length; i++) {
                body.append((char) next());
            }
        } else if (lower.contains("transfer-encoding: chunked")) {
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                for (int i = 0; i < size; i++) {
                    body.append((char) next());
                }
                next();
                next();
            }
            next();
            next();
        } else {
            for (int b = in.read(); b >= 0; b = in.read()) {
                body.append((char) b);
            }
            close();
            return body.toString();
        }
        if (lower.contains("connection: close")) {
            close();
        }
        return body.toString();
    }

    /** Reads one byte of a stream, or fails if it has ended. */
    int next() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }

    /** Reads on until the last chunk of a stream; false if the connection ends before. */
    boolean untilItsLastChunk() throws IOException {
        StringBuilder end = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            end.append((char) b);
            if (endsWith(end, LAST_CHUNK)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the stream has ended, as far as this has come by now; what comes before is read. */
    boolean hasEnded() throws IOException {
        socket.setSoTimeout(50);
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                seen.append((char) b);
            }
            return true;
        } catch (SocketTimeoutException notYet) {
            return endsWith(seen, LAST_CHUNK);
        } catch (SocketException cut) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Asked after every byte of some hundred thousand answers: without a copy of all that came before. */
    private static boolean endsWith(StringBuilder text, String end) {
        int at = text.length() - end.length();
        return at >= 0 && text.indexOf(end, at) == at;
    }

    private int chunkSize() throws IOException {
        StringBuilder size = new StringBuilder();
        for (int b = next(); b != '\n'; b = next()) {
            size.append((char) b);
        }
        return Integer.parseInt(size.toString().trim(), 16);
    }

    private static int status(String head) {
        return Integer.parseInt(head.substring(9, 12));
    }

    /** Drops the connection with a reset. */
    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.setSoLinger(true, 0);
            socket.close();
            socket = null;
        }
    }
}
