package dev.breakwater.sse.jetty.clients;

import dev.breakwater.sse.jetty.process.EventReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** One HTTP/2 connection, with TLS if the address says so, whose streams of events are read or not. */
final class Http2Connection implements AutoCloseable {
    private final ClientConnector connector = new ClientConnector();
    private final HTTP2Client client = new HTTP2Client(connector);
    private final URI server;
    private final Session session;

    /**
     * Connects.
     *
     * @param window what the client lets be under way on the whole connection, in bytes
     * @param streamWindow the same for each stream
     */
    Http2Connection(URI server, int window, int streamWindow) throws Exception {
        this.server = server;
        // The server makes its certificate up.
        connector.setSslContextFactory(new SslContextFactory.Client(true));
        client.setInitialSessionRecvWindow(window);
        client.setInitialStreamRecvWindow(streamWindow);
        client.start();
        InetSocketAddress address = new InetSocketAddress(server.getHost(), server.getPort());
        CompletableFuture<Session> connected = server.getScheme().equals("https")
                ? client.connect(connector.getSslContextFactory(), address, new Session.Listener() {})
                : client.connect(address, new Session.Listener() {});
        session = connected.get(30, TimeUnit.SECONDS);
    }

    /** Opens a stream, which takes nothing beyond its window until it is told to. */
    EventStream open(String path) throws Exception {
        MetaData.Request request =
                new MetaData.Request("GET", HttpURI.from(server.resolve(path)), HttpVersion.HTTP_2, HttpFields.EMPTY);
        EventStream stream = new EventStream();
        stream.opened =
                session.newStream(new HeadersFrame(request, null, true), stream).get(30, TimeUnit.SECONDS);
        return stream;
    }

    boolean isClosed() {
        return session.isClosed();
    }

    @Override
    public void close() throws Exception {
        client.stop();
    }

    /** A stream of events on this connection. */
    static final class EventStream implements Stream.Listener {
        private final EventReader events = new EventReader();
        private final StringBuilder line = new StringBuilder();
        private final CompletableFuture<Integer> reset = new CompletableFuture<>();
        private Stream opened;

        /** From now on it is read as it comes. */
        EventStream read() {
            opened.demand();
            return this;
        }

        /** What was read so far. */
        EventReader events() {
            return events;
        }

        /** Completes with the code with which the server resets it. */
        CompletableFuture<Integer> reset() {
            return reset;
        }

        /** By itself, it would ask for what comes. */
        @Override
        public void onHeaders(Stream stream, HeadersFrame frame) {}

        @Override
        public void onDataAvailable(Stream stream) {
            Stream.Data data = stream.readData();
            if (data != null) {
                // The tests' text is ASCII.
                ByteBuffer bytes = data.frame().getByteBuffer();
                take(StandardCharsets.US_ASCII.decode(bytes).toString());
                data.release();
            }
            stream.demand();
        }

        private void take(String text) {
            for (char next : text.toCharArray()) {
                if (next == '\n') {
                    events.line(line.toString());
                    line.setLength(0);
                } else {
                    line.append(next);
                }
            }
        }

        @Override
        public void onReset(Stream stream, ResetFrame frame, Callback callback) {
            reset.complete(frame.getError());
            callback.succeeded();
        }
    }
}
