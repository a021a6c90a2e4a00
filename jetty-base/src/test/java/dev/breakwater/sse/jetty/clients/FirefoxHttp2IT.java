package dev.breakwater.sse.jetty.clients;

import java.nio.file.Path;

/** A page of Firefox. */
class FirefoxHttp2IT extends Http2Contract {
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

    /** It took all of 40 MiB. */
    @Override
    boolean holdsBackWhatIsNotRead() {
        return false;
    }
}
