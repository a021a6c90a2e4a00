package dev.breakwater.sse.jetty.clients;

import java.nio.file.Path;

/** Tabs of Chromium. */
class ChromiumSharingIT extends SharingContract {
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
