package dev.breakwater.sse.jetty.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.sse.jetty.clients.Browser;
import dev.breakwater.sse.jetty.clients.Chromium;
import dev.breakwater.sse.jetty.clients.Firefox;
import dev.breakwater.sse.jetty.process.Alone;
import dev.breakwater.sse.jetty.proxies.Proxy;
import dev.breakwater.sse.jetty.proxies.ProxyProgram;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The doctor's page in browsers, on paths through real proxies: on some in Firefox, in Chromium on the most telling ones, or
 * on all others with {@code -Dbreakwater.paths=all}. Examined side by side, a tab each.
 */
@Alone
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BrowserPathsIT {
    private static final List<Path> IN_FIREFOX =
            List.of(Path.NGINX_HTTP_2, Path.NGINX_BUFFERS_HTTP_1_1, Path.HAPROXY_COMPRESSION);

    private static final List<Path> TELLING = List.of(
            Path.APACHE_DEFLATE,
            Path.NGINX_BUFFERS_HTTP_1_0,
            Path.NGINX_STRIPS_ID,
            Path.NGINX_HTTP_2_BUFFERS,
            Path.HAPROXY_DELAYS,
            Path.HAPROXY_HTTP_2,
            Path.APACHE_TIMEOUT,
            Path.CADDY_ENCODE,
            Path.VARNISH_CACHES,
            Path.SQUID_HEALTHY,
            Path.SQUID_TIMEOUT);

    private static final List<Path> EXAMINED = Stream.concat(
                    IN_FIREFOX.stream(),
                    "all".equals(System.getProperty("breakwater.paths"))
                            ? Stream.of(Path.values()).filter(path -> !IN_FIREFOX.contains(path))
                            : TELLING.stream())
            .toList();

    private static final int SIDE_BY_SIDE = IN_FIREFOX.size() + TELLING.size();

    private final Map<Path, JsonNode> shown = new EnumMap<>(Path.class);
    private final List<Chromium> behindForwardProxies = new CopyOnWriteArrayList<>();
    private Paths paths;
    private Chromium chromium;
    private Firefox firefox;

    @BeforeAll
    void examineAll(@TempDir java.nio.file.Path profile) throws Exception {
        Browser.sideBySide(Stream.<Callable<? extends AutoCloseable>>of(
                () -> firefox = Firefox.start(profile), () -> chromium = Chromium.start(), () -> paths = new Paths()));
        paths.warm();
        for (int from = 0; from < EXAMINED.size(); from += SIDE_BY_SIDE) {
            examine(EXAMINED.subList(from, Math.min(EXAMINED.size(), from + SIDE_BY_SIDE)));
        }
    }

    private void examine(List<Path> sideBySide) throws Exception {
        Map<Path, Browser.Tab> tabs = new EnumMap<>(Path.class);
        Map<Path, Proxy> proxies = paths.start(sideBySide);
        List<Browser.Tab> opened =
                Browser.sideBySide(proxies.entrySet().stream().map(each -> () -> open(each.getKey(), each.getValue())));
        for (Path path : proxies.keySet()) {
            tabs.put(path, opened.get(tabs.size()));
        }
        shown.putAll(DoctorPage.examine(paths, tabs));
        for (Browser.Tab tab : tabs.values()) {
            tab.close();
        }
    }

    private Browser.Tab open(Path path, Proxy proxy) throws Exception {
        Browser.Tab tab = browser(path, proxy).newTab();
        tab.open(path.urlBy(proxy).resolve("doctor"));
        return tab;
    }

    /** A forward proxy has to be set in the browser: then it is one of its own. */
    private Browser browser(Path path, Proxy proxy) throws Exception {
        if (IN_FIREFOX.contains(path)) {
            return firefox.browser();
        }
        if (proxy.program() != ProxyProgram.SQUID) {
            return chromium.browser();
        }
        Chromium set = Chromium.start(Chromium.throughProxy(proxy.port()));
        behindForwardProxies.add(set);
        return set.browser();
    }

    @AfterAll
    void end() throws Exception {
        behindForwardProxies.forEach(Chromium::close);
        if (firefox != null) {
            firefox.close();
        }
        if (chromium != null) {
            chromium.close();
        }
        if (paths != null) {
            paths.close();
        }
    }

    static List<Path> examined() {
        return EXAMINED;
    }

    @ParameterizedTest
    @MethodSource("examined")
    void path_throughRealProxies_isJudgedRightly(Path path) {
        DoctorPage.assertJudgedRightly(path, shown.get(path));
    }

    @Test
    void token_thatIsWrong_isToldOnThePage() throws Exception {
        Browser.Tab tab = chromium.browser().newTab();
        tab.open(paths.direct().resolve("doctor"));
        DoctorPage.begin(tab, "wrong-token");

        awaitProblem(tab, "the token is not this server's");
    }

    @Test
    void server_thatIsGone_isToldOnThePage() throws Exception {
        Proxy proxy = paths.start(Path.CADDY_HEALTHY);
        Browser.Tab tab = chromium.browser().newTab();
        tab.open(proxy.url().resolve("doctor"));
        proxy.kill();
        DoctorPage.begin(tab, Paths.TOKEN);

        awaitProblem(tab, "the server cannot be reached from here: is it up, and the network there?");
    }

    private static void awaitProblem(Browser.Tab tab, String sentence) {
        await().atMost(DoctorPage.LONGEST)
                .untilAsserted(() -> assertThat(tab.evaluate("document.getElementById('problem').textContent"))
                        .isEqualTo(sentence));
    }
}
