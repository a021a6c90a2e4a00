package dev.breakwater.sse.jetty.clients;

import java.nio.file.Path;

/** Pages of Chromium. */
class ChromiumAnswersIT extends AnswersContract {
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
