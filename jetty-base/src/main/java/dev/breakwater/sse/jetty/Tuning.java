package dev.breakwater.sse.jetty;

import java.security.KeyStore;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty's settings for very many streams that are silent most of the time, and why each is not Jetty's default. The
 * {@code JETTY_BASE} sets the same ones; a test compares the two.
 */
final class Tuning {
    /**
     * Nothing here waits for a client: streams are written by the hub's own threads, without blocking. These threads
     * answer publishers, whose bodies they may have to wait for; Jetty's 200 would only cost memory.
     */
    static final int MAX_THREADS = 64;

    static final int MIN_THREADS = 4;

    /** One thread accepts 10,000 connections a second and more. */
    static final int ACCEPTORS = 1;

    /** After an outage all clients come at once; what does not fit is dropped, and the client tries again seconds later. */
    static final int ACCEPT_QUEUE_SIZE = 4096;

    /**
     * A stream that is silent survives this, for it counts only while a write of Jetty's own waits, and then the hub's write
     * timeout may come first. It closes connections between requests, and publishers that stop in the middle of a body.
     */
    static final int IDLE_TIMEOUT_MILLIS = 30_000;

    /**
     * A client that does not read pins as much kernel memory as this (doubled by Linux); left to itself, Linux lets it
     * grow to 2.8 MB. It also bounds what a fast client on a long way gets: 64 KiB a round trip is 2.6 Mbit/s at 200 ms.
     */
    static final int SEND_BUFFER_SIZE = 64 << 10;

    /**
     * A write is sent as it is. By default Jetty gathers small writes in a buffer that a stream keeps for its life: 32
     * KiB of direct memory. The hub goes round that buffer where it can; this is for streams whose output somebody has
     * wrapped.
     */
    static final int OUTPUT_AGGREGATION_SIZE = 0;

    /** A cache of a connection's header fields for its next request: a stream's connection has no next one. */
    static final int HEADER_CACHE_SIZE = 0;

    /** Browsers stop at this many on one connection, and a proxy may carry all its clients' streams on one. */
    static final int MAX_CONCURRENT_STREAMS = 1_000;

    /**
     * Frames that cost the sender little, each second. Jetty closes the whole connection above this, and a proxy whose
     * clients all leave at once resets all its streams at once, so it must be above the number of streams.
     */
    static final int MAX_CONTROL_FRAMES = 2 * MAX_CONCURRENT_STREAMS;

    /** What may be under way from publishers, who send little; Jetty's 1 MiB could be pinned by each connection. */
    static final int SESSION_RECEIVE_WINDOW = 256 << 10;

    /** Jetty's is 512 KiB. */
    static final int STREAM_RECEIVE_WINDOW = 64 << 10;

    /** What the pool keeps after a burst; Jetty's default is an eighth of the largest heap, twice. */
    static final long POOLED_BYTES = 16L << 20;

    private static final int NO_BOUND = Integer.MAX_VALUE;

    private Tuning() {}

    static Server server() {
        Server server = new Server(threads(), null, buffers());
        server.addConnector(connector(server));
        return server;
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("http");
        // Whoever still waits for a publisher's body is interrupted when the server stops.
        threads.setStopTimeout(1_000);
        return threads;
    }

    private static ByteBufferPool buffers() {
        return new ArrayByteBufferPool(0, -1, -1, NO_BOUND, POOLED_BYTES, POOLED_BYTES);
    }

    /** HTTP/1.1, and HTTP/2 without TLS on the same port: with prior knowledge, or by upgrade. */
    private static ServerConnector connector(Server server) {
        HttpConfiguration http = http();
        ServerConnector connector = new ServerConnector(
                server,
                ACCEPTORS,
                selectors(),
                new HttpConnectionFactory(http),
                tuned(new HTTP2CServerConnectionFactory(http)));
        tune(connector);
        return connector;
    }

    /**
     * HTTP/2 and HTTP/1.1 over TLS. Browsers speak HTTP/2 no other way; with it a page may have very many streams on one
     * connection.
     */
    static ServerConnector addTls(Server server, KeyStore certificate) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(certificate);
        tls.setKeyStorePassword(Certificates.PASSWORD);
        tls.setCipherComparator(HTTP2Cipher.COMPARATOR);
        HttpConfiguration http = http();
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        // There is one application, whatever a client calls this machine.
        secure.setSniHostCheck(false);
        http.addCustomizer(secure);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
        ServerConnector connector = new ServerConnector(
                server,
                ACCEPTORS,
                selectors(),
                new SslConnectionFactory(tls, alpn.getProtocol()),
                alpn,
                tuned(new HTTP2ServerConnectionFactory(http)),
                new HttpConnectionFactory(http));
        tune(connector);
        server.addConnector(connector);
        return connector;
    }

    private static void tune(ServerConnector connector) {
        connector.setAcceptQueueSize(ACCEPT_QUEUE_SIZE);
        connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        connector.setAcceptedSendBufferSize(SEND_BUFFER_SIZE);
    }

    /** They only wait for sockets to become ready, which is little work: half of the processors is plenty. */
    private static int selectors() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setOutputAggregationSize(OUTPUT_AGGREGATION_SIZE);
        http.setHeaderCacheSize(HEADER_CACHE_SIZE);
        // Nobody needs to know which faults to try.
        http.setSendServerVersion(false);
        return http;
    }

    private static <F extends AbstractHTTP2ServerConnectionFactory> F tuned(F http2) {
        http2.setMaxConcurrentStreams(MAX_CONCURRENT_STREAMS);
        http2.setRateControlFactory(new WindowRateControl.Factory(MAX_CONTROL_FRAMES));
        http2.setInitialSessionRecvWindow(SESSION_RECEIVE_WINDOW);
        http2.setInitialStreamRecvWindow(STREAM_RECEIVE_WINDOW);
        return http2;
    }
}
