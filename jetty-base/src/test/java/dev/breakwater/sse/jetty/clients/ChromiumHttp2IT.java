package dev.breakwater.sse.jetty.clients;

import java.nio.file.Path;

/** A page of Chromium. */
class ChromiumHttp2IT extends Http2Contract {
    private Chromium chromium;

    @Override
    Browser start(Path profile) throws Exception {
        chromium = Chromium.start();
        return chromium.browser();
    }

    @Override
    void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }
}
