package dev.breakwater.sse.jaxrs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;

/** One event stream as a client sees it, over a plain socket, read by a thread of its own. */
final class EventStream implements AutoCloseable {
    record Event(String name, String data, String id) {}

    static {
        // Its tests wait for what comes some thousand times.
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    private final Socket socket = new Socket();
    private final Object mayRead = new Object();

    // Guarded by this.
    private final List<String> head = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private final List<Long> retries = new ArrayList<>();
    private int emptyLines;
    private boolean headComplete;
    private boolean over;
    private boolean endedProperly;

    // Guarded by mayRead.
    private boolean stalled;

    // The reader's only.
    private String name = "";
    private String id = "";
    private final List<String> data = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();

    private EventStream(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress("127.0.0.1", port));
    }

    static EventStream open(int port, String pathAndQuery, String... headers) throws IOException {
        return new EventStream(port, 0).request("GET", pathAndQuery, headers);
    }

    /** A client that does not read beyond the head until it is told to, with a receive buffer that is soon full. */
    static EventStream openStalled(int port, String pathAndQuery) throws IOException {
        EventStream stream = new EventStream(port, 4096);
        stream.stalled = true;
        return stream.request("GET", pathAndQuery);
    }

    static EventStream request(int port, String method, String pathAndQuery) throws IOException {
        return new EventStream(port, 0).request(method, pathAndQuery);
    }

    private EventStream request(String method, String pathAndQuery, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + pathAndQuery + " HTTP/1.1\r\nHost: test\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        Thread reader = new Thread(this::read, "test-event-stream");
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    synchronized boolean hasHead() {
        return headComplete;
    }

    synchronized String statusLine() {
        return head.get(0);
    }

    synchronized String header(String header) {
        String prefix = header.toLowerCase(Locale.ROOT) + ":";
        return head.stream()
                .filter(candidate -> candidate.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(candidate -> candidate.substring(prefix.length()).trim())
                .findFirst()
                .orElse("");
    }

    /** The events of the application, without the server's own. */
    synchronized List<Event> events() {
        return events.stream()
                .filter(event -> !event.name().startsWith("breakwater."))
                .toList();
    }

    synchronized List<String> data() {
        return events().stream().map(Event::data).toList();
    }

    synchronized List<Event> serverEvents() {
        return events.stream()
                .filter(event -> event.name().startsWith("breakwater."))
                .toList();
    }

    synchronized List<String> comments() {
        return List.copyOf(comments);
    }

    /** The delays that the client was told, in milliseconds. */
    synchronized List<Long> retries() {
        return List.copyOf(retries);
    }

    /** Lines that ended no event. */
    synchronized int emptyLines() {
        return emptyLines;
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Whether the server ended the response as HTTP says, with the last chunk or the connection. */
    synchronized boolean hasEndedProperly() {
        return endedProperly;
    }

    /** Reads again. */
    void goOn() {
        synchronized (mayRead) {
            stalled = false;
            mayRead.notifyAll();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1), 256)) {
            for (String text = in.readLine(); text != null && !text.isEmpty(); text = in.readLine()) {
                synchronized (this) {
                    head.add(text);
                }
            }
            synchronized (this) {
                headComplete = true;
            }
            awaitMayRead();
            if (isChunked()) {
                readChunks(in);
            } else {
                for (int c = in.read(); c >= 0; c = in.read()) {
                    accept((char) c);
                }
            }
            synchronized (this) {
                endedProperly = true;
            }
        } catch (IOException | NumberFormatException | InterruptedException cut) {
            // Told below.
        }
        synchronized (this) {
            over = true;
        }
    }

    private void readChunks(BufferedReader in) throws IOException {
        int length = Integer.parseInt(in.readLine(), 16);
        while (length > 0) {
            for (int i = 0; i < length; i++) {
                accept((char) in.read());
            }
            in.readLine();
            length = Integer.parseInt(in.readLine(), 16);
        }
    }

    private synchronized boolean isChunked() {
        return head.stream().anyMatch(header -> header.equalsIgnoreCase("Transfer-Encoding: chunked"));
    }

    private void awaitMayRead() throws InterruptedException {
        synchronized (mayRead) {
            while (stalled) {
                mayRead.wait();
            }
        }
    }

    private void accept(char c) {
        if (c == '\n') {
            acceptLine(new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            line.setLength(0);
        } else {
            line.append(c);
        }
    }

    private synchronized void acceptLine(String text) {
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(text.startsWith(": ", colon) ? colon + 2 : colon + 1);
        if (text.isEmpty()) {
            if (!data.isEmpty()) {
                events.add(new Event(name.isEmpty() ? "message" : name, String.join("\n", data), id));
            }
            emptyLines += data.isEmpty() ? 1 : 0;
            data.clear();
            name = "";
        } else if (field.equals("data")) {
            data.add(value);
        } else if (field.equals("event")) {
            name = value;
        } else if (field.equals("retry")) {
            retries.add(Long.parseLong(value));
        } else if (field.equals("id")) {
            id = value;
        } else if (field.isEmpty()) {
            comments.add(value);
        }
    }
}
