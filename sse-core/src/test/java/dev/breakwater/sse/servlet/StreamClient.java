package dev.breakwater.sse.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One event stream as a client sees it: HTTP/1.1, in chunks or until the connection ends, then the event stream format,
 * byte by byte.
 */
final class StreamClient {
    record Event(String name, String data, String id) {}

    private enum Framing {
        HEAD,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        UNTIL_CLOSE,
        OVER
    }

    private final StreamClients clients;
    private final SocketChannel channel;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder chunkSize = new StringBuilder();
    private Framing framing = Framing.HEAD;
    private long chunkLeft;
    private final StringBuilder headText = new StringBuilder();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private String name = "";
    private String id = "";

    // Guarded by this.
    private final List<Event> events = new ArrayList<>();
    private final List<Event> gaps = new ArrayList<>();
    private String lastEventId = "";
    private @Nullable String head;
    private long retryMillis = -1;
    private int heartbeats;
    private boolean disconnected;
    private boolean endedProperly;

    StreamClient(StreamClients clients, SocketChannel channel) {
        this.clients = clients;
        this.channel = channel;
    }

    /** The events of the application, without the server's own. */
    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    synchronized int count() {
        return events.size();
    }

    synchronized List<String> data() {
        return events.stream().map(Event::data).toList();
    }

    synchronized List<Event> gaps() {
        return List.copyOf(gaps);
    }

    synchronized boolean hasStarted() {
        return retryMillis >= 0;
    }

    synchronized @Nullable String head() {
        return head;
    }

    synchronized String lastEventId() {
        return lastEventId;
    }

    synchronized long retryMillis() {
        return retryMillis;
    }

    synchronized int heartbeats() {
        return heartbeats;
    }

    synchronized boolean isDisconnected() {
        return disconnected;
    }

    /** Whether the server ended the response as HTTP says, with the last chunk or the connection, and between events. */
    synchronized boolean hasEndedProperly() {
        return endedProperly;
    }

    /** For a test that fails. */
    @Override
    public synchronized String toString() {
        return events.size() + " events, " + gaps.size() + " gaps, last id " + lastEventId
                + (disconnected ? ", disconnected" : "");
    }

    /** Stops reading; it has when this returns. */
    void stall() {
        clients.later(() -> {
            SelectionKey key = channel.keyFor(clients.selector());
            if (key != null && key.isValid()) {
                key.interestOps(0);
            }
        });
        awaitQuiet();
    }

    /** Reads again. */
    void goOn() {
        clients.later(() -> {
            SelectionKey key = channel.keyFor(clients.selector());
            if (key != null && key.isValid()) {
                key.interestOps(SelectionKey.OP_READ);
            }
        });
    }

    /** Drops the connection with a reset, wherever it is. */
    void cut() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (IOException e) {
            // It is gone already.
        }
        synchronized (this) {
            disconnected = true;
        }
    }

    /** Waits until what was being read when the connection was cut has been taken in. */
    void awaitQuiet() {
        CountDownLatch quiet = new CountDownLatch(1);
        clients.later(quiet::countDown);
        try {
            quiet.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void readFrom(Selector selector) {
        try {
            channel.register(selector, SelectionKey.OP_READ, this);
        } catch (ClosedChannelException e) {
            cut();
        }
    }

    void read(ByteBuffer buffer) {
        buffer.clear();
        try {
            int count = channel.read(buffer);
            buffer.flip();
            while (buffer.hasRemaining()) {
                if (framing == Framing.CHUNK_DATA || framing == Framing.UNTIL_CLOSE) {
                    acceptLine(buffer);
                } else {
                    accept(buffer.get());
                }
            }
            if (count < 0) {
                if (framing == Framing.UNTIL_CLOSE && isBetweenEvents()) {
                    endedProperly();
                }
                cut();
            }
        } catch (IOException e) {
            cut();
        }
    }

    private boolean isBetweenEvents() {
        return line.size() == 0 && !hasData && name.isEmpty();
    }

    private synchronized void endedProperly() {
        endedProperly = true;
        disconnected = true;
    }

    private void accept(byte b) {
        switch (framing) {
            case HEAD -> {
                headText.append((char) b);
                if (b == '\n' && headText.toString().endsWith("\r\n\r\n")) {
                    begin(headText.toString());
                }
            }
            case CHUNK_SIZE -> {
                if (b == '\n') {
                    chunkLeft = Long.parseLong(chunkSize.toString().trim(), 16);
                    chunkSize.setLength(0);
                    framing = chunkLeft == 0 ? Framing.OVER : Framing.CHUNK_DATA;
                    if (chunkLeft == 0 && isBetweenEvents()) {
                        endedProperly();
                    }
                } else {
                    chunkSize.append((char) b);
                }
            }
            case CHUNK_END -> framing = b == '\n' ? Framing.CHUNK_SIZE : Framing.CHUNK_END;
            case CHUNK_DATA, UNTIL_CLOSE, OVER -> {}
        }
    }

    private void begin(String headOfResponse) {
        boolean chunked = headOfResponse.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
        framing = chunked ? Framing.CHUNK_SIZE : Framing.UNTIL_CLOSE;
        chunkLeft = chunked ? 0 : Long.MAX_VALUE;
        synchronized (this) {
            head = headOfResponse;
        }
    }

    /** Takes in what the buffer has of the next line, as far as this chunk goes. */
    private void acceptLine(ByteBuffer buffer) {
        byte[] bytes = buffer.array();
        int start = buffer.position();
        int end = (int) Math.min(buffer.remaining(), chunkLeft) + start;
        int at = start;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        line.write(bytes, start, at - start);
        boolean whole = at < end;
        int taken = at - start + (whole ? 1 : 0);
        buffer.position(start + taken);
        chunkLeft -= taken;
        if (whole) {
            line(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }
        if (chunkLeft == 0) {
            framing = Framing.CHUNK_END;
        }
    }

    private synchronized void line(String text) {
        if (text.isEmpty()) {
            lastEventId = id;
            if (hasData) {
                Event event = new Event(
                        name.isEmpty() ? "message" : name,
                        clients.shared(data.substring(0, data.length() - 1)),
                        lastEventId);
                if (event.name().equals("breakwater.gap")) {
                    gaps.add(event);
                } else if (!event.name().startsWith("breakwater.")) {
                    events.add(event);
                }
            }
            data.setLength(0);
            hasData = false;
            name = "";
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(text.startsWith(": ", colon) ? colon + 2 : colon + 1);
        switch (field) {
            case "data" -> {
                data.append(value).append('\n');
                hasData = true;
            }
            case "event" -> name = value;
            case "id" -> id = clients.shared(value);
            case "retry" -> retryMillis = Long.parseLong(value);
            case "" -> heartbeats++;
            default -> throw new AssertionError("unknown field: " + text);
        }
    }
}
