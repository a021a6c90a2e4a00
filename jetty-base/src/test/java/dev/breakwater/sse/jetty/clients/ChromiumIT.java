package dev.breakwater.sse.jetty.clients;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;

/** Chromium's EventSource. */
class ChromiumIT extends BrowserContract {
    private Chromium chromium;

    @Override
    void prepare() throws Exception {
        chromium = Chromium.start();
    }

    @Override
    Browser browser() {
        return chromium.browser();
    }

    @Override
    Subscriber subscribe(URI server, String topic) throws Exception {
        return new EventSourcePage(chromium.browser(), server, topic);
    }

    @AfterAll
    void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }
}
