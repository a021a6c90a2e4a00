package dev.breakwater.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Serves HTTP/1.1 at a loopback port, on one thread; pipelined requests in their order. */
final class HttpLoop implements AutoCloseable {
    private static final int BACKLOG = 4096;

    /** What answers. Called by the loop's thread only. */
    interface Service {
        /** Sends an answer; a failure ends the connection. */
        void answer(NioConnection connection, HttpRequest request) throws IOException;

        /** The connection failed or was closed by its client, and is closed after this. */
        void left(NioConnection connection);
    }

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final Service service;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private volatile boolean closing;

    HttpLoop(int port, Service service) throws IOException {
        this.service = service;
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Serves until {@link #close}; then the port is free and all connections are closed. */
    void run() throws IOException {
        try (listener;
                selector) {
            while (!closing) {
                selector.select(this::ready);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
    }

    /** Makes {@link #run} return; may be called by any thread. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
    }

    private void ready(SelectionKey key) {
        if (key.isAcceptable()) {
            accept();
            return;
        }
        NioConnection connection = (NioConnection) key.attachment();
        try {
            if (key.isWritable()) {
                connection.writable();
            }
            if (key.isReadable()) {
                read(connection);
            }
        } catch (IOException | IllegalStateException e) {
            service.left(connection);
            connection.close();
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new NioConnection(channel, key));
            }
        } catch (IOException e) {
            System.err.println("a connection could not be accepted: " + e.getMessage());
        }
    }

    private void read(NioConnection connection) throws IOException {
        buffer.clear();
        if (connection.read(buffer) < 0) {
            throw new IOException("closed by the client");
        }
        connection.requests.add(buffer.flip());
        for (Optional<HttpRequest> request = connection.requests.next();
                request.isPresent() && !closing;
                request = connection.requests.next()) {
            service.answer(connection, request.get());
        }
    }
}
