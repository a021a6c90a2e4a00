package dev.breakwater.sse.jetty.clients;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ChromiumProxiedIT extends ProxiedContract {
    private Chromium chromium;

    @Override
    Browser start(Path profile) throws Exception {
        chromium = Chromium.start();
        return chromium.browser();
    }

    @Test
    void eventSource_throughATunnel_comesBackAndNeverGivesUp() throws Exception {
        surviveARestartInATunnel(port -> {
            chromium = Chromium.start(Chromium.throughProxy(port));
            return chromium.browser();
        });
    }

    @Override
    void quit() {
        if (chromium != null) {
            chromium.close();
        }
    }
}
