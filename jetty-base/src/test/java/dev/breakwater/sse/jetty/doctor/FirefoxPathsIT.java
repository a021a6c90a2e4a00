package dev.breakwater.sse.jetty.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.sse.jetty.clients.Browser;
import dev.breakwater.sse.jetty.clients.Firefox;
import dev.breakwater.sse.jetty.process.Alone;
import dev.breakwater.sse.jetty.proxies.Proxy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The doctor's page in Firefox, on some paths through real proxies: examined side by side, a tab each. */
@Alone
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FirefoxPathsIT {
    private static final List<Path> EXAMINED =
            List.of(Path.NGINX_HTTP_2, Path.NGINX_BUFFERS_HTTP_1_1, Path.HAPROXY_COMPRESSION);

    private Map<Path, JsonNode> shown;
    private Paths paths;
    private Firefox firefox;

    @BeforeAll
    void examineAll(@TempDir java.nio.file.Path profile) throws Exception {
        firefox = Firefox.start(profile);
        paths = new Paths();
        paths.warm();
        Map<Path, Browser.Tab> tabs = new EnumMap<>(Path.class);
        for (Map.Entry<Path, Proxy> each : paths.start(EXAMINED).entrySet()) {
            Browser.Tab tab = firefox.browser().newTab();
            tab.open(each.getKey().urlBy(each.getValue()).resolve("doctor"));
            tabs.put(each.getKey(), tab);
        }
        shown = DoctorPage.examine(paths, tabs);
    }

    @AfterAll
    void end() throws Exception {
        if (firefox != null) {
            firefox.close();
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
}
