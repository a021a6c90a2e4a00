package dev.breakwater.sse.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The WAR as it is, deployed and undeployed while its container runs. */
@Timeout(300)
abstract class WarContract {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path WAR = Path.of("target", "breakwater.war");
    private static final int TIMES = 20;

    private final WarServer server = newServer();

    abstract WarServer newServer();

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void war_deployed_servesPageAndEvents() throws Exception {
        server.deploy(WAR, "/push");

        assertThat(Answer.get(server.port(), "/push/").body()).contains("<title>Breakwater</title>");
        assertThat(Answer.get(server.port(), "/push/dashboard.css").status()).isEqualTo(200);
        assertThat(Answer.get(server.port(), "/push/client/breakwater.js").body())
                .contains("BreakwaterSource");
        assertThat(Answer.get(server.port(), "/push/metrics").body()).contains("breakwater_streams_open 0.0");
        publishAndReceive();
        server.undeploy();
    }

    @Test
    void war_deployedAgainAndAgain_leavesNothing() throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        List<Subscriber> left = new ArrayList<>();

        for (int i = 0; i < TIMES; i++) {
            server.deploy(WAR, "/push");
            loaders.add(new WeakReference<>(server.classLoader()));
            left.add(publishAndReceive());
            assertThat(Answer.get(server.port(), "/push/metrics").status()).isEqualTo(200);
            server.undeploy();
        }

        // A pool counts as terminated a moment before its last thread is gone.
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("breakwater")));
        await().atMost(SOON).until(() -> left.stream().allMatch(Subscriber::isOver));
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            // Jetty's selector remembers the last connection that was ready, and that its last context.
            Answer.get(server.port(), "/elsewhere");
            System.gc();
            assertThat(loaders).allMatch(loader -> loader.get() == null);
        });
    }

    /** Leaves the stream open. */
    private Subscriber publishAndReceive() throws Exception {
        Subscriber subscriber = Subscriber.open(server.port(), "/push/events?topic=a");
        Answer answer =
                Answer.post(server.port(), "/push/events?topic=a", "hello", "Authorization: Bearer " + WarServer.TOKEN);
        assertThat(answer.status()).isEqualTo(201);
        await().atMost(SOON).untilAsserted(() -> assertThat(subscriber.data()).containsExactly("hello"));
        return subscriber;
    }
}
