package dev.breakwater.sse.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.glassfish.jersey.message.GZipEncoder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.filter.EncodingFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is wrong with Jersey's own sinks and broadcasters, shown on them, and not on ours, with the same resource class. A
 * test fails too when Jersey has mended its fault: then what the documentation says must change.
 */
@Timeout(180)
abstract class StockFaultsContract {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);
    private static final String LARGE = "x".repeat(64 << 10);
    private static final int STALLED = 6;
    private static final int DEPLOYMENTS = 200;
    private static final int LEAVING = 5;

    private final List<EventStream> streams = new ArrayList<>();
    private final List<Container> containers = new ArrayList<>();

    abstract Container newContainer();

    /** One deployment: its resource and its port. */
    private record Deployed(BroadcastResource resource, int port) {}

    private Deployed deploy(String sinks, boolean gzip) throws Exception {
        return deploy(sinks, gzip, null);
    }

    private Deployed deploy(String sinks, boolean gzip, @Nullable SseHub hub) throws Exception {
        BroadcastResource resource = new BroadcastResource();
        ResourceConfig application = new ResourceConfig().register(resource).property(BreakwaterFeature.SINKS, sinks);
        if (hub != null) {
            application.property(BreakwaterFeature.HUB, hub);
        }
        if (gzip) {
            EncodingFilter.enableFor(application, GZipEncoder.class);
        }
        Container container = newContainer();
        containers.add(container);
        return new Deployed(resource, container.start(application));
    }

    private Deployed stock() throws Exception {
        return deploy("off", false);
    }

    private Deployed ours() throws Exception {
        return deploy("on", false);
    }

    @AfterEach
    void stop() throws Exception {
        for (EventStream stream : streams) {
            stream.close();
        }
        for (Container container : containers) {
            container.close();
        }
    }

    private EventStream open(Deployed in, String... headers) throws Exception {
        int before = in.resource.sinks.size();
        EventStream stream = EventStream.open(in.port, "/live", headers);
        streams.add(stream);
        await().atMost(SOON).until(() -> in.resource.sinks.size() > before);
        return stream;
    }

    private void openStalled(Deployed in) throws Exception {
        int before = in.resource.sinks.size();
        streams.add(EventStream.openStalled(in.port, "/live"));
        await().atMost(SOON).until(() -> in.resource.sinks.size() > before);
    }

    private static void broadcast(Deployed in, String data) {
        in.resource.broadcaster().broadcast(in.resource.text(data));
    }

    // jersey#4551

    @Test
    void broadcaster_ofJersey_throwsOnceOneClientHasStalled() throws Exception {
        Deployed stock = stock();
        openStalled(stock);

        CompletableFuture<Void> overflow = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 2_000; i++) {
                broadcast(stock, LARGE);
            }
        });

        assertThatThrownBy(overflow::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void broadcaster_ofOurs_goesOnAfterOneClientHasStalled() throws Exception {
        Deployed ours = ours();
        openStalled(ours);

        for (int i = 0; i < 2_000; i++) {
            broadcast(ours, LARGE);
        }
        await().atMost(SOON).until(() -> ours.resource.told.contains("closed"));
        EventStream healthy = open(ours);
        broadcast(ours, "on");

        await().atMost(SOON).until(() -> healthy.data().contains("on"));
    }

    // A thread for each stalled client.

    @Test
    void broadcaster_ofJersey_parksAThreadForEachStalledClient() throws Exception {
        Deployed stock = stock();
        for (int i = 0; i < STALLED; i++) {
            openStalled(stock);
        }

        for (int i = 0; i < 200; i++) {
            broadcast(stock, LARGE);
        }

        await().atMost(SOON).until(() -> threadsThatWriteForJersey() >= STALLED);
    }

    @Test
    void broadcaster_ofOurs_parksNoThread() throws Exception {
        Deployed ours = ours();
        for (int i = 0; i < STALLED; i++) {
            openStalled(ours);
        }
        EventStream healthy = open(ours);

        for (int i = 0; i < 200; i++) {
            broadcast(ours, LARGE);
            int count = i + 1;
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> healthy.data().size() == count);
        }

        assertThat(threadsThatWriteForJersey()).isZero();
    }

    private static long threadsThatWriteForJersey() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().equals("org.glassfish.jersey.server.ChunkedOutput")))
                .count();
    }

    // onClose.

    @Test
    void broadcaster_ofJersey_saysNothingWhenAClientLeaves() throws Exception {
        Deployed stock = stock();
        EventStream leaving = open(stock);
        EventStream staying = open(stock);

        leaving.close();
        for (int i = 0; i < 20; i++) {
            broadcast(stock, Integer.toString(i));
            int count = i + 1;
            await().atMost(SOON).until(() -> staying.data().size() == count);
        }

        assertThat(stock.resource.told).doesNotContain("closed");
    }

    @Test
    void broadcaster_ofOurs_saysWhenAClientLeaves() throws Exception {
        Deployed ours = ours();
        EventStream leaving = open(ours);

        leaving.close();

        await().atMost(SOON).until(() -> {
            broadcast(ours, "x");
            return ours.resource.told.contains("closed");
        });
    }

    // gzip.

    @Test
    void events_ofJerseyThroughItsGzipEncoder_areHeldBack() throws Exception {
        Deployed stock = deploy("off", true);
        EventStream stream = open(stock, "Accept-Encoding: gzip");

        broadcast(stock, "held back");

        await().during(LONG_ENOUGH)
                .atMost(LONG_ENOUGH.multipliedBy(5))
                .until(() -> stream.data().isEmpty());
    }

    @Test
    void events_ofOursThroughJerseysGzipEncoder_comeAtOnce() throws Exception {
        Deployed ours = deploy("on", true);
        EventStream stream = open(ours, "Accept-Encoding: gzip");

        broadcast(ours, "at once");

        await().atMost(SOON).until(() -> stream.data().contains("at once"));
    }

    // jersey#3105

    @Test
    void connections_ofClientsThatLeftJersey_stayHalfClosed() throws Exception {
        Deployed stock = stock();
        leave(stock);

        await().during(LONG_ENOUGH).atMost(SOON).until(() -> HalfClosed.connectionsOf(stock.port) == LEAVING);
    }

    @Test
    void connections_ofClientsThatLeftOurs_areClosed() throws Exception {
        SseHub hub = SseHub.create(
                HubConfig.builder().heartbeat(Duration.ofMillis(300)).build());
        Deployed ours = deploy("on", false, hub);
        leave(ours);

        await().atMost(SOON).until(() -> HalfClosed.connectionsOf(ours.port) == 0);
        hub.close();
    }

    /** Clients come and go; nothing is broadcast. */
    private void leave(Deployed in) throws Exception {
        assumeTrue(HalfClosed.canBeCounted(), "this system does not tell the state of connections as Linux does");
        for (int i = 0; i < LEAVING; i++) {
            EventStream stream = open(in);
            await().atMost(SOON).until(stream::hasHead);
            stream.close();
        }
        assertThat(in.resource.sinks).hasSize(LEAVING);
    }

    // jersey#3719

    @Test
    void answers_toOthersAfterWritesOfOursHaveFailed_areWhole() throws Exception {
        Deployed ours = ours();

        assertThat(Answers.spoiledWhileStreamsAreReset(ours.port, () -> broadcast(ours, LARGE)))
                .isZero();
    }

    // Deployed again and again.

    @Test
    void deployments_oneAfterTheOther_leaveNothing() throws Exception {
        List<WeakReference<BroadcastResource>> resources = new ArrayList<>();
        for (int i = 0; i < DEPLOYMENTS; i++) {
            Deployed ours = ours();
            resources.add(new WeakReference<>(ours.resource));
            EventStream stream = open(ours);
            broadcast(ours, "hello");
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> stream.data().contains("hello"));
            containers.remove(0).close();
            streams.remove(0).close();
        }

        await().atMost(SOON).untilAsserted(() -> {
            System.gc();
            assertThat(resources).filteredOn(resource -> resource.get() != null).hasSizeLessThan(3);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("breakwater-"));
        });
    }
}
