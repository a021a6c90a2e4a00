package dev.breakwater.sse.jetty.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.jetty.process.Breakwater;
import dev.breakwater.sse.jetty.proxies.Configurations;
import dev.breakwater.sse.jetty.proxies.FreePorts;
import dev.breakwater.sse.jetty.proxies.Proxies;
import dev.breakwater.sse.jetty.proxies.Proxy;
import dev.breakwater.sse.jetty.proxies.ProxyProgram;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A browser's own EventSource behind every proxy that can be told to say when to come back, in the documented way. */
@Timeout(180)
abstract class ProxiedContract {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<ProxyProgram> PROGRAMS = List.of(
            ProxyProgram.NGINX, ProxyProgram.HAPROXY, ProxyProgram.APACHE, ProxyProgram.CADDY, ProxyProgram.VARNISH);

    private static final String SUBSCRIBE = """
            window.received = [];
            window.errors = 0;
            window.gaveUp = false;
            window.source = new EventSource('/events?topic=proxied');
            window.source.onmessage = event => window.received.push(event.data);
            window.source.onerror = () => {
              window.errors++;
              window.gaveUp ||= window.source.readyState === EventSource.CLOSED;
            };
            ''
            """;

    @RegisterExtension
    final Proxies proxies = new Proxies();

    @TempDir
    private Path data;

    private final int port = FreePorts.next();
    private Breakwater server;

    /** Starts the browser, which needs an empty directory. */
    abstract Browser start(Path profile) throws Exception;

    abstract void quit();

    private Breakwater startServer(String... more) {
        List<String> flags = new ArrayList<>(List.of("--port", Integer.toString(port)));
        flags.addAll(List.of(more));
        return Breakwater.start(
                Map.of(
                        "BREAKWATER_DATA", data.resolve("journal").toString(),
                        "BREAKWATER_TOKEN", "token-of-the-test",
                        "BREAKWATER_RETRY_FLOOR", "500ms",
                        "BREAKWATER_RETRY_CEILING", "500ms",
                        "BREAKWATER_SERVER_TOPICS", "off"),
                flags.toArray(String[]::new));
    }

    @AfterEach
    void end() {
        quit();
        if (server != null) {
            server.close();
        }
    }

    private void publish(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            assertThat(server.publish("proxied", Integer.toString(i)).statusCode())
                    .isEqualTo(201);
        }
    }

    private static void awaitNumbers(List<Browser.Tab> tabs, int count) {
        String wanted = String.join(
                ",", IntStream.range(0, count).mapToObj(Integer::toString).toList());
        await().atMost(SOON).untilAsserted(() -> {
            for (Browser.Tab tab : tabs) {
                assertThat(tab.evaluate("window.received.join()")).isEqualTo(wanted);
            }
        });
    }

    @Test
    void eventSource_whileTheServerIsDown_comesBackAndNeverGivesUp() throws Exception {
        Browser browser = start(data);
        server = startServer();
        surviveARestart(Browser.sideBySide(PROGRAMS.stream().map(program -> () -> {
            Proxy proxy = proxies.start(program, Configurations.documented(program), server.url());
            return subscribe(browser, program.hasTls() ? proxy.tlsUrl() : proxy.url());
        })));
    }

    /** The same through a forward proxy, which the browser is told of by its port, and which sees but a tunnel. */
    void surviveARestartInATunnel(Told told) throws Exception {
        String[] tls = {"--tls-port", Integer.toString(FreePorts.next())};
        server = startServer(tls);
        Proxy squid = proxies.start(ProxyProgram.SQUID, Configurations.documented(ProxyProgram.SQUID), server.url());
        URI root = URI.create("https://127.0.0.1:" + tls[1] + '/');
        surviveARestart(List.of(subscribe(told.start(squid.port()), root)), tls);
    }

    /** Starts a browser that uses a forward proxy. */
    interface Told {
        Browser start(int port) throws Exception;
    }

    private static Browser.Tab subscribe(Browser browser, URI root) throws Exception {
        Browser.Tab tab = browser.newTab();
        tab.open(root.resolve("client/breakwater.js"));
        tab.evaluate(SUBSCRIBE);
        return tab;
    }

    private void surviveARestart(List<Browser.Tab> tabs, String... flags) throws Exception {
        await().atMost(SOON).untilAsserted(() -> {
            for (Browser.Tab tab : tabs) {
                assertThat(tab.evaluate("String(window.source.readyState)")).isEqualTo("1");
            }
        });
        publish(0, 5);
        awaitNumbers(tabs, 5);

        server.close();
        await().atMost(SOON).untilAsserted(() -> {
            for (Browser.Tab tab : tabs) {
                assertThat(Integer.parseInt(tab.evaluate("String(window.errors)")))
                        .as("the end of the stream, and of a come-back answer at least")
                        .isGreaterThanOrEqualTo(2);
            }
        });
        server = startServer(flags);
        publish(5, 10);

        awaitNumbers(tabs, 10);
        for (Browser.Tab tab : tabs) {
            assertThat(tab.evaluate("String(window.gaveUp)")).isEqualTo("false");
        }
    }
}
