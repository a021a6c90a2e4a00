package dev.breakwater.benchmarks.load;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A client that follows the rules of {@code EventSource} (HTML, 9.2): comes back after its reconnection time when its
 * stream ends or cannot be had, with its last event id, and gives up for good on any status but 200.
 *
 * <pre>
 * WAITING     until its time comes; it may still hold the connection that its last answer came on
 * CONNECTING  a connection is being made
 * ASKED       no head of an answer yet
 * DEFERRED    reads the come-back answer
 * OPEN        reads its stream
 * CLOSED      has given up for good
 * </pre>
 */
final class Visitor implements StreamDecoder.Body {
    enum State {
        WAITING,
        CONNECTING,
        ASKED,
        DEFERRED,
        OPEN,
        CLOSED
    }

    private static final String GAP = "breakwater.gap";
    private static final String RESERVED = "breakwater.";

    /** The local address that it connects from. */
    final SocketAddress from;

    private final Browser browser;
    private final HerdTally tally;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private String idBuffer = "";
    private String lastEventId = "";
    private long reconnectMillis;
    private long lastSequence = -1;
    private boolean gapTold;

    State state = State.WAITING;
    long dueAt;
    long openSince;

    /** Whether it does not read for a while when its stream has opened. */
    final boolean stalls;

    /** When it reads again; 0 while it reads. */
    long readsAgainAt;

    @Nullable
    SocketChannel channel;

    @Nullable
    SelectionKey key;

    ResponseDecoder decoder;

    Visitor(Browser browser, HerdTally tally, long dueAt, SocketAddress from, boolean stalls) {
        this.stalls = stalls;
        this.browser = browser;
        this.from = from;
        this.tally = tally;
        this.dueAt = dueAt;
        this.reconnectMillis = browser.untoldMillis();
        this.decoder = new ResponseDecoder(this);
    }

    long reconnectMillis() {
        return reconnectMillis;
    }

    ByteBuffer request(String path, String host) {
        String resume = lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
        String head = "GET " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nAccept: text/event-stream\r\nCache-Control: no-store\r\n" + resume + "\r\n";
        return ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A new answer begins: what was not dispatched of the last one never will be. */
    void begin() {
        // What is replayed comes with the head of the answer, before that is looked at; it is not late.
        openSince = System.nanoTime();
        decoder = new ResponseDecoder(this);
        line.setLength(0);
        data.setLength(0);
        name = "";
        idBuffer = lastEventId;
    }

    @Override
    public void bytes(ByteBuffer in, int from, int to) {
        for (int at = from; at < to; at++) {
            char c = (char) (in.get(at) & 0xff);
            if (c == '\n') {
                line();
                line.setLength(0);
            } else if (c != '\r') {
                line.append(c);
            }
        }
    }

    private void line() {
        if (line.length() == 0) {
            dispatch();
            return;
        }
        int colon = line.indexOf(":");
        String field = colon < 0 ? line.toString() : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(line.indexOf(": ") == colon ? colon + 2 : colon + 1);
        switch (field) {
            case "event" -> name = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> idBuffer = value;
            case "retry" -> reconnectMillis = browser.told(Long.parseLong(value));
            default -> {
                // A comment, or nothing of ours.
            }
        }
    }

    private void dispatch() {
        if (data.length() > 0) {
            lastEventId = idBuffer;
            if (name.equals(GAP)) {
                gapTold = true;
                tally.gapTold();
            } else if (!name.startsWith(RESERVED)) {
                event(data.substring(0, data.length() - 1));
            }
        }
        data.setLength(0);
        name = "";
    }

    /** The data is a sequence number, the time at which it was sent, and what may follow a space. */
    private void event(String text) {
        int space = text.indexOf(' ');
        long sequence = Long.parseLong(text, 0, space, 10);
        int end = text.indexOf(' ', space + 1);
        long sentAt = Long.parseLong(text, space + 1, end < 0 ? text.length() : end, 10);
        if (lastSequence >= 0) {
            if (sequence <= lastSequence) {
                tally.repeatedOrReordered();
            } else if (sequence > lastSequence + 1 && !gapTold) {
                tally.passedOver(lastSequence + 1, sequence - 1);
            }
        }
        lastSequence = Math.max(lastSequence, sequence);
        gapTold = false;
        tally.delivered(sentAt, openSince);
    }
}
