package dev.breakwater.sse.jetty.clients;

import java.nio.file.Path;

/** Tabs of Firefox. */
class FirefoxFaultsIT extends FaultsContract {
    private Firefox firefox;

    @Override
    Browser start(Path profile) throws Exception {
        firefox = Firefox.start(profile);
        return firefox.browser();
    }

    @Override
    void quit() {
        if (firefox != null) {
            firefox.close();
        }
    }
}
