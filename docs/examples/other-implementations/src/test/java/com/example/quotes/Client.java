package com.example.quotes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An event stream over a plain socket, by HTTP/1.0 so that its body has no chunks. */
final class Client implements AutoCloseable {
    private final Socket socket = new Socket();

    // Guarded by this.
    private final List<String> data = new ArrayList<>();
    private final List<String> unfinished = new ArrayList<>();
    private String id = "";
    private String lastEventId = "";
    private boolean over;

    private Client(int port, String path, int receiveBuffer, String... headers) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.0\r\nAccept: text/event-stream\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    static Client open(int port, String path, String... headers) throws IOException {
        Client client = new Client(port, path, 0, headers);
        Thread reader = new Thread(client::read, "client");
        reader.setDaemon(true);
        reader.start();
        return client;
    }

    /** One that never reads. */
    static Client openStalled(int port, String path) throws IOException {
        return new Client(port, path, 4096);
    }

    /** The data of the application's events. */
    synchronized List<String> data() {
        return List.copyOf(data);
    }

    synchronized String lastEventId() {
        return lastEventId;
    }

    synchronized boolean isOver() {
        return over;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void read() {
        String name = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                name = line.isEmpty() ? "" : line.startsWith("event:") ? line.substring(6).strip() : name;
                accept(line, name);
            }
        } catch (IOException cut) {
            // Told below.
        }
        synchronized (this) {
            over = true;
        }
    }

    /** An event, with its id, counts from its end on: the empty line. */
    private synchronized void accept(String line, String name) {
        if (line.isEmpty()) {
            data.addAll(unfinished);
            unfinished.clear();
            lastEventId = id;
        } else if (line.startsWith("id:")) {
            id = line.substring(3).strip();
        } else if (line.startsWith("data:") && !name.startsWith("breakwater.")) {
            unfinished.add(line.substring(5).strip());
        }
    }
}
