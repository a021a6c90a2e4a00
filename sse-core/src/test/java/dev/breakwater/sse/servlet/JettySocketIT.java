package dev.breakwater.sse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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
@Timeout(60)
final class JettySocketIT {
    private static final String PASSWORD = "not secret";

    private final Server server = new Server();
    private final Probe probe = new Probe();

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void response_thatEndsWithItsPlainConnection_hasASocket() throws Exception {
        start(new HttpConnectionFactory(), UnaryOperator.identity());

        assertThat(get("")).contains("\r\n\r\nround Jetty, through Jetty");
        assertThat(probe.found).isTrue();
    }

    @Test
    void request_thatFiltersHaveWrapped_isUnwrapped() throws Exception {
        start(new HttpConnectionFactory(), UnaryOperator.identity());
        probe.wrap = true;

        assertThat(get("")).contains("\r\n\r\nround Jetty, through Jetty");
        assertThat(probe.found).isTrue();
    }

    @Test
    void response_inChunks_hasNone() throws Exception {
        start(new HttpConnectionFactory(), UnaryOperator.identity());
        probe.chunked = true;

        assertThat(get("")).contains("Transfer-Encoding: chunked").endsWith("through Jetty\r\n0\r\n\r\n");
        assertThat(probe.found).isFalse();
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
        try (var socket = sockets.createSocket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
            if (headers.contains("h2c")) {
                socket.getOutputStream()
                        .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            boolean untilText = headers.contains("h2c");
            for (int c = in.read(); c >= 0; c = in.read()) {
                answer.append((char) c);
                if (answer.toString().endsWith("\r\n0\r\n\r\n")
                        || (untilText && answer.indexOf("through Jetty") >= 0)) {
                    break;
                }
            }
            return answer.toString();
        }
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

        private volatile boolean wrap;
        private volatile boolean chunked;
        private volatile @Nullable Boolean found;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            if (!chunked && request.getProtocol().equals("HTTP/1.1")) {
                response.setHeader("Connection", "close");
            }
            response.flushBuffer();
            JettySocket socket = JettySocket.under(wrap ? new HttpServletRequestWrapper(request) : request);
            found = socket != null;
            if (socket != null) {
                byte[] text = "round Jetty, ".getBytes(StandardCharsets.US_ASCII);
                assertThat(socket.write(ByteBuffer.wrap(text))).isEqualTo(text.length);
                socket.notIdle();
            }
            response.getOutputStream().print("through Jetty");
        }
    }
}
