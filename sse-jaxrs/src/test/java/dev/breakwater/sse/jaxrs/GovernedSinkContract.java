package dev.breakwater.sse.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.budget.BudgetConfig;
import dev.breakwater.sse.budget.BudgetLimits;
import dev.breakwater.sse.budget.ConnectionBudgetFilter;
import dev.breakwater.sse.budget.WhenFull;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.ResourceCounters;
import jakarta.servlet.Filter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the streams of a resource that knows nothing of hubs gain by being streams of one. */
@Timeout(120)
abstract class GovernedSinkContract {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MANY = 20;

    private final BroadcastResource resource = new BroadcastResource();
    private final List<EventStream> streams = new ArrayList<>();
    private final Container container = newContainer();
    private SseHub hub;
    private int port;

    abstract Container newContainer();

    private void start(HubConfig.Builder config, Filter... filters) throws Exception {
        hub = SseHub.create(config.build());
        port = container.start(
                "",
                new ResourceConfig().register(resource).property(BreakwaterFeature.HUB, hub),
                Arrays.asList(filters));
    }

    @AfterEach
    void stop() throws Exception {
        for (EventStream stream : streams) {
            stream.close();
        }
        hub.close();
        container.close();
    }

    private EventStream request(String pathAndQuery, String... headers) throws Exception {
        EventStream stream = EventStream.open(port, pathAndQuery, headers);
        streams.add(stream);
        await().atMost(SOON).until(stream::hasHead);
        return stream;
    }

    /** Not by the open streams: one whose client has left may end just then. */
    private EventStream open(String pathAndQuery) throws Exception {
        long before = hub.counters().opened();
        EventStream stream = request(pathAndQuery);
        await().atMost(SOON).until(() -> hub.counters().opened() > before);
        return stream;
    }

    private static void assertComesBack(EventStream answer) {
        await().atMost(SOON).until(() -> !answer.retries().isEmpty());
        assertThat(answer.statusLine()).contains("200");
        assertThat(answer.header("Content-Length")).isNotEmpty();
        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
    }

    @Test
    void streams_asTheyBecomeMore_areToldLongerRetries() throws Exception {
        start(HubConfig.builder()
                .heartbeat(Duration.ofMillis(300))
                .acceptRate(1)
                .admission(false)
                .retryFloor(Duration.ofMillis(500)));
        EventStream alone = open("/live");
        await().atMost(SOON).until(() -> !alone.retries().isEmpty());
        assertThat(alone.retries().get(0)).isBetween(500L, 1_600L);

        for (int i = 1; i < MANY; i++) {
            open("/live");
        }

        // Up to 22 s now; that all twenty draw less than a tenth of it is out of the question.
        await().atMost(SOON)
                .until(() ->
                        streams.stream().noneMatch(stream -> stream.retries().isEmpty()));
        await().atMost(SOON)
                .until(() -> streams.stream()
                                .map(stream ->
                                        stream.retries().get(stream.retries().size() - 1))
                                .max(Comparator.naturalOrder())
                                .orElseThrow()
                        > 2_200);
    }

    @Test
    void streams_drained_getWhatWasBroadcastAndARetryAndEndProperly() throws Exception {
        start(HubConfig.builder());
        List<EventStream> open = List.of(open("/live"), open("/live"), open("/live"));
        resource.broadcaster().broadcast(resource.text("before"));

        assertThat(hub.drain(Duration.ofMillis(300)).await(SOON)).isTrue();

        for (EventStream stream : open) {
            await().atMost(SOON).until(stream::isOver);
            assertThat(stream.hasEndedProperly()).isTrue();
            assertThat(stream.data()).containsExactly("before");
            assertThat(stream.retries()).hasSize(1);
        }
        assertThat(hub.counters().closed(CloseReason.DRAINED)).isEqualTo(3);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(resource.told).containsExactly("closed", "closed", "closed"));
        assertComesBack(request("/live"));
        hub.resume();
        open("/live");
    }

    @Test
    void stream_ofTheGreatestAge_isToldARetryAndEndsProperly() throws Exception {
        start(HubConfig.builder().maxStreamAge(Duration.ofSeconds(1)));

        EventStream stream = open("/live");

        await().atMost(SOON).until(stream::isOver);
        assertThat(stream.hasEndedProperly()).isTrue();
        assertThat(stream.retries()).hasSize(1);
        await().atMost(SOON).until(() -> hub.counters().closed(CloseReason.MAX_AGE) == 1);
    }

    @Test
    void streams_areCountedByTheHubAndByTheirResourcesPath() throws Exception {
        start(HubConfig.builder());
        open("/live").close();
        open("/live");
        open("/rooms/one");
        open("/rooms/two");

        resource.broadcaster().broadcast(resource.text("hello"));
        await().atMost(SOON).until(() -> {
            resource.broadcaster().broadcast(resource.text("x"));
            return hub.counters().closed(CloseReason.CLIENT_GONE) == 1;
        });

        assertThat(hub.counters().opened()).isEqualTo(4);
        assertThat(hub.streams()).isEqualTo(3);
        assertThat(hub.counters().events()).isPositive();
        assertThat(hub.resources().all()).containsOnlyKeys("/live", "/rooms/{room}");
        ResourceCounters live = hub.resources().at("/live");
        await().atMost(SOON).until(() -> live.closed(CloseReason.CLIENT_GONE) == 1);
        assertThat(live.opened()).isEqualTo(2);
        assertThat(live.open()).isOne();
        assertThat(live.bytes()).isPositive();
        assertThat(live.writes()).isPositive();
        assertThat(hub.resources().at("/rooms/{room}").open()).isEqualTo(2);
        assertThat(hub.lags().toCompletableFuture().join()).hasSize(3);
    }

    @Test
    void clients_aboveTheAcceptRate_areToldToComeBack() throws Exception {
        start(HubConfig.builder().acceptRate(1));

        List<EventStream> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(request("/live"));
        }

        long deferred = all.stream()
                .filter(stream -> !stream.header("Content-Length").isEmpty())
                .peek(GovernedSinkContract::assertComesBack)
                .count();
        assertThat(deferred).isPositive();
        await().atMost(SOON).untilAsserted(() -> assertThat(resource.sinks).hasSize((int) (6 - deferred)));
        assertThat(hub.streams()).isEqualTo(6 - deferred);
    }

    @Test
    void clients_aboveABudgetInFront_areToldToComeBackUntilThereIsRoom() throws Exception {
        ConnectionBudgetFilter filter =
                new ConnectionBudgetFilter(BudgetConfig.of(new BudgetLimits(2, 0, 0, WhenFull.DEFER)));
        start(HubConfig.builder().heartbeat(Duration.ofMillis(300)), filter);
        EventStream first = open("/live");
        open("/live");

        assertComesBack(request("/live"));
        first.close();

        await().atMost(SOON).until(() -> hub.streams() == 1);
        await().atMost(SOON).until(() -> filter.budget().open() == 1);
        open("/live");
        assertThat(filter.budget().open()).isEqualTo(2);
    }

    @Test
    void client_thatSaysWhoItIs_takesThePlaceOfItsGhost() throws Exception {
        start(HubConfig.builder());
        EventStream ghost = open("/live?client=me");

        request("/live?client=me");

        await().atMost(SOON).until(ghost::isOver);
        await().atMost(SOON).until(() -> hub.counters().closed(CloseReason.REPLACED) == 1);
        assertThat(hub.streams()).isOne();
    }

    @Test
    void client_thatTakesNothing_isCutAfterTheHubsWriteTimeout() throws Exception {
        start(HubConfig.builder().writeTimeout(Duration.ofSeconds(1)));
        EventStream healthy = open("/live");
        EventStream stalled = EventStream.openStalled(port, "/live");
        streams.add(stalled);
        await().atMost(SOON).until(() -> hub.streams() == 2);

        int sent = 0;
        while (hub.counters().closed(CloseReason.TOO_SLOW) == 0) {
            if (sent < 150) { // less than the broadcaster keeps
                resource.broadcaster().broadcast(resource.text("x".repeat(64 << 10)));
                sent++;
            }
            int all = sent;
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> healthy.data().size() == all);
        }

        await().atMost(SOON).until(() -> hub.streams() == 1);
        await().atMost(SOON).untilAsserted(() -> assertThat(resource.told).contains("closed"));
    }
}
