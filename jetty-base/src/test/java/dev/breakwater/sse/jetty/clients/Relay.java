package dev.breakwater.sse.jetty.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A bad network: passes bytes on between clients and a server, until it is told to drop the connections. */
final class Relay implements AutoCloseable {
    private static final int BUFFER = 4096;
    private static final long NEVER = Long.MAX_VALUE;

    /** As a proxy answers whose server is gone. */
    static final String BAD_GATEWAY = "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n"
            + "Content-Length: 20\r\nConnection: close\r\n\r\n<h1>Bad Gateway</h1>";

    private final URI server;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** The bytes that each connection's client was given. */
    private final Map<Socket, AtomicLong> given = new ConcurrentHashMap<>();

    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicReference<@Nullable String> instead = new AtomicReference<>();
    private final AtomicBoolean refusing = new AtomicBoolean();
    private final AtomicLong bytesLeft = new AtomicLong(NEVER);

    Relay(URI server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
        start(this::accept);
    }

    /** The server's root, through the relay. */
    URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + '/');
    }

    /** The same for TLS, which it passes on unread. */
    URI tlsUrl() {
        return URI.create("https://127.0.0.1:" + listener.getLocalPort() + '/');
    }

    /** How many connections there are whose clients were given more bytes than so many. */
    long carrying(long bytes) {
        return given.values().stream().filter(count -> count.get() > bytes).count();
    }

    /** How many connections there have been. */
    int accepted() {
        return accepted.get();
    }

    /** Passes so many more bytes on to the clients, then drops all connections, once. */
    void dropAfter(long bytes) {
        bytesLeft.set(bytes);
    }

    boolean hasDropped() {
        return bytesLeft.get() == NEVER;
    }

    /** Answers everything with these characters, or no longer; drops all connections. */
    void answerInstead(@Nullable String answer) {
        instead.set(answer);
        drop();
    }

    /** Drops all connections, new ones too, or no longer. */
    void refuse(boolean refuse) {
        refusing.set(refuse);
        drop();
    }

    /** Drops all connections, in the middle of whatever is on its way. */
    void drop() {
        sockets.forEach(Relay::close);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        drop();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                accepted.incrementAndGet();
                if (refusing.get()) {
                    close(client);
                    continue;
                }
                String answer = instead.get();
                if (answer != null) {
                    sockets.add(client);
                    start(() -> answer(client, answer));
                    continue;
                }
                Socket origin = connect(client);
                sockets.add(client);
                sockets.add(origin);
                start(() -> pass(client, origin, false));
                start(() -> pass(origin, client, true));
            } catch (IOException closed) {
                // By the test, or the server is gone.
            }
        }
    }

    /** A client learns at once that the server is gone, as without a relay. */
    private Socket connect(Socket client) throws IOException {
        try {
            return new Socket(server.getHost(), server.getPort());
        } catch (IOException gone) {
            close(client);
            throw gone;
        }
    }

    private void answer(Socket client, String answer) {
        try (client) {
            client.getInputStream().read(new byte[BUFFER]);
            client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            client.shutdownOutput();
        } catch (IOException dropped) {
            // As it may be.
        } finally {
            sockets.remove(client);
        }
    }

    private void pass(Socket from, Socket to, boolean toClient) {
        byte[] buffer = new byte[BUFFER];
        AtomicLong count = new AtomicLong();
        if (toClient) {
            given.put(to, count);
        }
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                int allowed = toClient ? allowed(read) : read;
                out.write(buffer, 0, allowed);
                count.addAndGet(allowed);
                if (allowed < read) {
                    drop();
                    bytesLeft.set(NEVER);
                }
            }
        } catch (IOException dropped) {
            // As it should be.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
            given.remove(to);
        }
    }

    private int allowed(int count) {
        long left = bytesLeft.getAndUpdate(before -> before == NEVER ? NEVER : Math.max(0, before - count));
        return (int) Math.min(left, count);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
