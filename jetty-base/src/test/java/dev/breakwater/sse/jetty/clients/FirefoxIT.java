package dev.breakwater.sse.jetty.clients;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** Firefox's EventSource. */
class FirefoxIT extends BrowserContract {
    @TempDir
    private static Path profile;

    private Firefox firefox;

    @Override
    void prepare() throws Exception {
        firefox = Firefox.start(profile);
    }

    @Override
    Browser browser() {
        return firefox.browser();
    }

    @Override
    Subscriber subscribe(URI server, String topic) throws Exception {
        return new EventSourcePage(firefox.browser(), server, topic);
    }

    @AfterAll
    void quit() {
        if (firefox != null) {
            firefox.close();
        }
    }
}
