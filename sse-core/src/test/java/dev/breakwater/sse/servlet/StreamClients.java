package dev.breakwater.sse.servlet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Any number of event stream clients on one thread of their own, over plain sockets. */
final class StreamClients implements AutoCloseable {
    private final InetSocketAddress server;
    private final Selector selector;
    private final Thread thread = new Thread(this::run, "test-stream-clients");
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<StreamClient> open = ConcurrentHashMap.newKeySet();
    private final Map<String, String> texts = new HashMap<>();
    private volatile boolean closing;

    StreamClients(int port) throws IOException {
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.selector = Selector.open();
        this.thread.start();
    }

    /** Opens a stream; returns when the request is on its way. */
    StreamClient open(String pathAndQuery) throws IOException {
        return open(pathAndQuery, "", 0);
    }

    StreamClient resume(String pathAndQuery, String lastEventId) throws IOException {
        return open(pathAndQuery, "Last-Event-ID: " + lastEventId + "\r\n", 0);
    }

    /** Opens a stream with a receive buffer so small that not reading soon stalls the server. */
    StreamClient openSmall(String pathAndQuery) throws IOException {
        return open(pathAndQuery, "", 4096);
    }

    private StreamClient open(String pathAndQuery, String headers, int receiveBuffer) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (receiveBuffer > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
        channel.connect(server);
        String request = "GET " + pathAndQuery + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
        channel.configureBlocking(false);
        StreamClient client = new StreamClient(this, channel);
        open.add(client);
        later(() -> client.readFrom(selector));
        return client;
    }

    /** The same text for all clients: hundreds of them keep what they have read. On the clients' thread. */
    String shared(String text) {
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    Selector selector() {
        return selector;
    }

    void later(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (!closing) {
                selector.select();
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isValid()) {
                        ((StreamClient) key.attachment()).read(buffer);
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        open.forEach(StreamClient::cut);
        closing = true;
        selector.wakeup();
        thread.join();
        selector.close();
    }
}
