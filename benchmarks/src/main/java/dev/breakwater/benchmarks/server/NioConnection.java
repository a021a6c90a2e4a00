package dev.breakwater.benchmarks.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/** One client of the bare server: one write for each message, and a queue for what the socket does not take. */
final class NioConnection {
    private static final long MOST_PENDING_BYTES = 64L * 1024 * 1024;

    final RequestReader requests = new RequestReader();
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Queue<ByteBuffer> pending = new ArrayDeque<>(0);
    private long pendingBytes;

    NioConnection(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    int read(ByteBuffer buffer) throws IOException {
        return channel.read(buffer);
    }

    /** Sends the message; its position and limit are left as they are. */
    void send(ByteBuffer message) throws IOException {
        int from = message.position();
        if (pending.isEmpty()) {
            channel.write(message);
        }
        if (message.hasRemaining()) {
            pendingBytes += message.remaining();
            if (pendingBytes > MOST_PENDING_BYTES) {
                throw new IOException("the client is " + pendingBytes + " bytes behind");
            }
            pending.add(message.slice());
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
        message.position(from);
    }

    /** Goes on with what was pending, one write for each message. */
    void writable() throws IOException {
        for (ByteBuffer next = pending.peek(); next != null; next = pending.peek()) {
            pendingBytes -= channel.write(next);
            if (next.hasRemaining()) {
                return;
            }
            pending.remove();
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // There is nothing left to close.
        }
    }
}
