package dev.breakwater.sse.jetty.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tabs of Chromium. */
class ChromiumFaultsIT extends FaultsContract {
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

    /** What a page's network is said to be, Chromium tells the shared worker in its process too; Firefox does not. */
    @Test
    void network_offline_isLeftAloneByTheSharedWorker_andBackOnline_isTriedAtOnce() throws Exception {
        publish(0, 5);
        awaitAll(5);
        offline(true);
        network.refuse(true);
        publish(5, 10);
        await().atMost(SOON).until(() -> !first.isOpen() && !second.isOpen());
        int knocks = network.accepted();
        await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> first.last("a") == 4);
        assertThat(network.accepted()).as("connections while offline").isEqualTo(knocks);

        network.refuse(false);
        offline(false);
        publish(10, 15);
        awaitAll(15);
        assertNoGap();
    }

    private void offline(boolean offline) throws Exception {
        first.offline(offline);
        second.offline(offline);
    }
}
