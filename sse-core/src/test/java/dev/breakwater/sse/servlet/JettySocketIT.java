package dev.breakwater.sse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.SocketFactory;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where bytes may go round Jetty, and above all where they must not. */
@Timeout(120)
final class JettySocketIT {
    private static final String PASSWORD = "not secret";
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final Server server = new Server();
    private final Probe probe = new Probe();

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void response_inChunksOnAPlainConnection_hasASocket() throws Exception {
        start(new HttpConnectionFactory(), UnaryOperator.identity());

        assertThat(get("")).endsWith("\r\n\r\n5\r\nfirst\r\nD\r\nround Jetty, \r\nD\r\nthrough Jetty\r\n0\r\n\r\n");
        assertThat(probe.found).isTrue();
    }

    /** Varnish passes nothing of a chunk on before it has come to its end: each event was one event late. */
    @Test
    void chunk_ofOurs_endsAtOnce_andTheBodyAsEver() throws Exception {
        start(new HttpConnectionFactory(), UnaryOperator.identity());
        probe.mayGoOn = new CountDownLatch(1);

        try (Socket client = silentClient()) {
            assertThat(read(client.getInputStream(), "round Jetty, \r\n"))
                    .endsWith("\r\n\r\n5\r\nfirst\r\nD\r\nround Jetty, \r\n");
            probe.mayGoOn.countDown();
            assertThat(read(client.getInputStream(), "0\r\n\r\n")).isEqualTo("D\r\nthrough Jetty\r\n0\r\n\r\n");
        }
    }

    @Test
    void request_thatFiltersHaveWrapped_isUnwrapped() throws Exception {
        start(new HttpConnectionFactory(), UnaryOperator.identity());
        probe.wrap = true;

        assertThat(get("")).endsWith("\r\nround Jetty, \r\nD\r\nthrough Jetty\r\n0\r\n\r\n");
        assertThat(probe.found).isTrue();
    }

    @Test
    void response_thatEndsWithItsConnection_hasNone() throws Exception {
        start(new HttpConnectionFactory(), UnaryOperator.identity());

        assertThat(get("Connection: close\r\n")).endsWith("\r\n\r\nfirstthrough Jetty");
        assertThat(probe.found).isFalse();
    }

    @Test
    void write_thatTheSocketDoesNotTakeAtOnce_isFinishedWhenTheClientReads() throws Exception {
        start(new HttpConnectionFactory(), UnaryOperator.identity());
        probe.text = "0123456789abcdef".repeat(1 << 20);

        try (Socket client = silentClient()) {
            assertThat(probe.written.poll(30, TimeUnit.SECONDS)).isEqualTo("not at once");

            assertThat(read(client.getInputStream(), LAST_CHUNK).replaceAll("\r\n[0-9A-F]+\r\n", ""))
                    .contains(probe.text)
                    .endsWith("through Jetty\r\n");
            assertThat(probe.written.poll(30, TimeUnit.SECONDS)).isEqualTo("taken");
        }
    }

    @Test
    void client_thatDoesNotRead_isCut() throws Exception {
        start(new HttpConnectionFactory(), UnaryOperator.identity());
        probe.text = "x".repeat(16 << 20);
        probe.cut = true;

        try (Socket client = silentClient()) {
            assertThat(probe.written.poll(30, TimeUnit.SECONDS)).isEqualTo("not at once");
            assertThat(probe.written.poll(30, TimeUnit.SECONDS)).isEqualTo("failed");
            assertThat(read(client.getInputStream(), LAST_CHUNK)).doesNotEndWith(LAST_CHUNK);
        }
    }

    @Test
    void response_thatIsCompressed_hasNone() throws Exception {
        start(new HttpConnectionFactory(), handler -> {
            GzipHandler gzip = new GzipHandler();
            gzip.setMinGzipSize(0);
            gzip.setHandler(handler);
            return gzip;
        });

        assertThat(get("Accept-Encoding: gzip\r\n")).contains("Content-Encoding: gzip");
        assertThat(probe.found).isFalse();
    }

    @Test
    void response_overTls_hasNone(@TempDir Path directory) throws Exception {
        HttpConfiguration https = new HttpConfiguration();
        https.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keyStore(directory).toString());
        tls.setKeyStorePassword(PASSWORD);
        int port = start(
                new ServerConnector(
                        server, new SslConnectionFactory(tls, "HTTP/1.1"), new HttpConnectionFactory(https)),
                UnaryOperator.identity());
        SslContextFactory.Client trusting = new SslContextFactory.Client(true);
        trusting.start();

        assertThat(get(trusting.getSslContext().getSocketFactory(), port, ""))
                .contains("\r\n\r\n")
                .contains("through Jetty");
        assertThat(probe.found).isFalse();
    }

    @Test
    void response_overHttp2_hasNone() throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        start(
                new ServerConnector(server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http)),
                UnaryOperator.identity());

        String upgraded = get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n");

        assertThat(upgraded).startsWith("HTTP/1.1 101").contains("through Jetty");
        assertThat(probe.found).isFalse();
    }

    private void start(HttpConnectionFactory http, UnaryOperator<Handler> around) throws Exception {
        start(new ServerConnector(server, http), around);
    }

    private int start(ServerConnector connector, UnaryOperator<Handler> around) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(probe), "/*");
        server.setHandler(around.apply(context));
        server.start();
        return connector.getLocalPort();
    }

    private String get(String headers) throws IOException {
        return get(SocketFactory.getDefault(), ((ServerConnector) server.getConnectors()[0]).getLocalPort(), headers);
    }

    /** All that comes until the server ends the connection, or the last chunk, or what is expected last. */
    private static String get(SocketFactory sockets, int port, String headers) throws IOException {
        try (Socket socket = sockets.createSocket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
            if (headers.contains("h2c")) {
                socket.getOutputStream()
                        .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
            return read(socket.getInputStream(), headers.contains("h2c") ? "through Jetty" : LAST_CHUNK);
        }
    }

    private Socket silentClient() throws IOException {
        Socket client = new Socket("127.0.0.1", ((ServerConnector) server.getConnectors()[0]).getLocalPort());
        client.getOutputStream().write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /** Reads until a text has come, or the connection has ended. */
    private static String read(InputStream stream, String last) throws IOException {
        InputStream in = new BufferedInputStream(stream, 1 << 16);
        StringBuilder answer = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            answer.append((char) c);
            int length = answer.length();
            if (length >= last.length() && answer.indexOf(last, length - last.length()) >= 0) {
                break;
            }
        }
        return answer.toString();
    }

    private static Path keyStore(Path directory) throws Exception {
        Path store = directory.resolve("keystore.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD,
                        "-dname",
                        "CN=localhost",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "test"))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        return store;
    }

    /** Commits a response, writes to the socket if there is one, and then through Jetty. */
    private static final class Probe extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient BlockingQueue<String> written = new LinkedBlockingQueue<>();
        private volatile String text = "round Jetty, ";
        private volatile CountDownLatch mayGoOn = new CountDownLatch(0);
        private volatile boolean wrap;
        private volatile boolean cut;
        private volatile @Nullable Boolean found;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            response.getOutputStream().print("first");
            response.flushBuffer();
            JettySocket socket = JettySocket.under(wrap ? new HttpServletRequestWrapper(request) : request);
            found = socket != null;
            if (socket != null && !writeTo(socket)) {
                return;
            }
            awaitUninterrupted(mayGoOn);
            response.getOutputStream().print("through Jetty");
        }

        /** Returns whether all was written. */
        private boolean writeTo(JettySocket socket) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            CountDownLatch done = new CountDownLatch(1);
            JettySocket.Remainder told = new JettySocket.Remainder() {
                @Override
                public void taken() {
                    written.add("taken");
                    done.countDown();
                }

                @Override
                public void failed(Throwable failure) {
                    written.add("failed");
                    done.countDown();
                }
            };
            if (socket.write(bytes, 0, bytes.length, told)) {
                return true;
            }
            written.add("not at once");
            if (cut) {
                socket.cut();
            }
            awaitUninterrupted(done);
            return !cut;
        }

        private static void awaitUninterrupted(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
