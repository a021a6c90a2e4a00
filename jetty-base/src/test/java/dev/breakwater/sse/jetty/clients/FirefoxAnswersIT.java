package dev.breakwater.sse.jetty.clients;

import java.nio.file.Path;

/** Pages of Firefox. */
class FirefoxAnswersIT extends AnswersContract {
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
