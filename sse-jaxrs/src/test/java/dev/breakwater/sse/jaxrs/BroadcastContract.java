package dev.breakwater.sse.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What broadcasters must do in every servlet container, over real sockets. */
@Timeout(120)
abstract class BroadcastContract {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final BroadcastResource resource = new BroadcastResource();
    private final BroadcastResource.QuoteWriter writer = new BroadcastResource.QuoteWriter();
    private final ResourceConfig application =
            new ResourceConfig().register(resource).register(writer);
    private final SseHub hub = SseHub.create(HubConfig.builder()
            .heartbeat(Duration.ofMillis(300))
            .retentionEvents(100)
            .build());
    private final List<EventStream> streams = new ArrayList<>();
    private final Container container = newContainer();
    private int port;

    abstract Container newContainer();

    private void start() throws Exception {
        port = container.start(application.property(BreakwaterFeature.HUB, hub));
    }

    @AfterEach
    void stop() throws Exception {
        for (EventStream stream : streams) {
            stream.close();
        }
        hub.close();
        container.close();
    }

    private EventStream open(String path, String... headers) throws Exception {
        int before = resource.sinks.size();
        EventStream stream = EventStream.open(port, path, headers);
        streams.add(stream);
        await().atMost(SOON).until(() -> stream.hasHead() && resource.sinks.size() > before);
        return stream;
    }

    private EventStream openStalled(String path) throws Exception {
        EventStream stream = EventStream.openStalled(port, path);
        streams.add(stream);
        await().atMost(SOON).until(stream::hasHead);
        return stream;
    }

    private void broadcast(String... data) {
        for (String each : data) {
            resource.broadcaster().broadcast(resource.text(each));
        }
    }

    private static void awaitData(EventStream stream, String... data) {
        await().atMost(SOON).untilAsserted(() -> assertThat(stream.data()).containsExactly(data));
    }

    private static String[] numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
    }

    // Delivery.

    @Test
    void events_broadcast_reachAllInOrderAndCompleteTheirStage() throws Exception {
        start();
        List<EventStream> all = List.of(open("/live"), open("/live"), open("/live"));

        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        for (String number : numbers(0, 5_000)) {
            last = resource.broadcaster().broadcast(resource.text(number)).toCompletableFuture();
        }

        last.get();
        for (EventStream stream : all) {
            awaitData(stream, numbers(0, 5_000));
        }
    }

    @Test
    void sink_thatIsSentToAndOfTwoBroadcasters_getsAllInTheOrderGiven() throws Exception {
        start();
        EventStream stream = open("/both");
        SseEventSink sink = resource.sinks.element();

        List<String> expected = new ArrayList<>(List.of("welcome"));
        for (int i = 0; i < 3_000; i++) {
            String data = Integer.toString(i);
            expected.add(data);
            switch (i % 3) {
                case 0 -> sink.send(resource.text(data));
                case 1 -> resource.broadcaster().broadcast(resource.text(data));
                default -> resource.other().broadcast(resource.text(data));
            }
        }

        awaitData(stream, expected.toArray(String[]::new));
    }

    @Test
    void events_broadcastByManyThreads_reachAllOnceAndInEachThreadsOrder() throws Exception {
        start();
        List<EventStream> all = List.of(open("/live"), open("/live"));

        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(thread -> new Thread(() -> {
                    for (int i = 0; i < 500; i++) {
                        broadcast(thread + "-" + i);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);

        for (EventStream stream : all) {
            await().atMost(SOON).until(() -> stream.data().size() >= 2_000);
            for (int thread = 0; thread < 4; thread++) {
                String prefix = thread + "-";
                assertThat(stream.data().stream()
                                .filter(data -> data.startsWith(prefix))
                                .toList())
                        .containsExactly(IntStream.range(0, 500)
                                .mapToObj(i -> prefix + i)
                                .toArray(String[]::new));
            }
            assertThat(stream.data()).hasSize(2_000);
        }
    }

    @Test
    void entity_broadcast_isWrittenOnceInTheMediaTypeAskedFor() throws Exception {
        start();
        List<EventStream> all = List.of(open("/live"), open("/live"), open("/live"));

        resource.broadcaster().broadcast(resource.quote(MediaType.APPLICATION_JSON_TYPE, 42));
        resource.broadcaster().broadcast(resource.quote(MediaType.TEXT_XML_TYPE, 42));

        for (EventStream stream : all) {
            awaitData(stream, "{\"symbol\":\"acme\",\n \"price\":42}", "<quote symbol='acme'/>");
            assertThat(stream.events()).extracting(EventStream.Event::name).containsOnly("quote");
        }
        assertThat(writer.written).hasValue(2);
    }

    @Test
    void entity_thatNoWriterCanWrite_failsItsStageAndHarmsNobody() throws Exception {
        start();
        EventStream stream = open("/live");
        SseEventSink sink = resource.sinks.element();

        assertThat(resource.broadcaster().broadcast(resource.quote(MediaType.APPLICATION_OCTET_STREAM_TYPE, 1)))
                .failsWithin(SOON)
                .withThrowableThat()
                .withMessageContaining("no MessageBodyWriter writes")
                .withMessageContaining("application/octet-stream");
        assertThat(sink.send(resource.quote(MediaType.APPLICATION_OCTET_STREAM_TYPE, 1)))
                .failsWithin(SOON);
        assertThat(resource.broadcaster()
                        .broadcast(resource.sse
                                .newEventBuilder()
                                .name("two\nlines")
                                .data("x")
                                .build()))
                .failsWithin(SOON)
                .withThrowableThat()
                .withMessageContaining("event name must have no CR, LF or NUL");
        broadcast("fine");

        awaitData(stream, "fine");
        assertThat(sink.isClosed()).isFalse();
    }

    @Test
    void silentStream_getsHeartbeatsThatAreNoEvents() throws Exception {
        start();
        EventStream stream = open("/live");

        await().atMost(SOON).until(() -> stream.emptyLines() >= 3);

        assertThat(stream.data()).isEmpty();
        assertThat(stream.comments()).isEmpty();
    }

    // Clients that stall or leave.

    @Test
    void stalledClient_isDisconnectedAndTold_whileTheOthersGetAll() throws Exception {
        application.property(BreakwaterFeature.BROADCASTER_BYTES, 1 << 20);
        start();
        openStalled("/live");
        EventStream healthy = open("/live");
        String kilobytes = "x".repeat(32 << 10);

        int broadcast = 0;
        while (resource.told.isEmpty()) {
            // As an application does that does not want to outrun who reads.
            CompletableFuture<?> stage =
                    resource.broadcaster().broadcast(resource.text(kilobytes)).toCompletableFuture();
            broadcast++;
            int count = broadcast;
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> healthy.data().size() == count || stage.isDone());
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> healthy.data().size() == count);
        }

        await().atMost(SOON).until(() -> resource.told.size() == 2);
        assertThat(resource.told).containsExactly("error: the client reads too slowly, and was disconnected", "closed");
        broadcast("last");
        await().atMost(SOON).until(() -> healthy.data().contains("last"));
        assertThat(healthy.data()).hasSize(broadcast + 1);
    }

    @Test
    void stalledClient_whosePolicyIsToSkip_isToldOfTheGapAndGoesOn() throws Exception {
        application
                .property(BreakwaterFeature.BROADCASTER_BYTES, 64 << 10)
                .property(BreakwaterFeature.SINK_POLICY, "skip");
        start();
        EventStream stalled = openStalled("/live");
        await().atMost(SOON).until(() -> resource.sinks.size() == 1);
        String kilobytes = "x".repeat(16 << 10);

        for (int i = 0; i < 1_000; i++) {
            broadcast(kilobytes);
        }
        stalled.goOn();

        await().atMost(SOON).until(() -> !stalled.serverEvents().isEmpty());
        broadcast("last");
        await().atMost(SOON).until(() -> stalled.data().contains("last"));
        long lost = stalled.serverEvents().stream()
                .map(EventStream.Event::data)
                .peek(data -> assertThat(data).contains("\"reason\":\"slow\""))
                .mapToLong(data -> Long.parseLong(data.replaceFirst(".*\"lost\":(\\d+).*", "$1")))
                .sum();
        assertThat(stalled.data().size() + lost)
                .as("events had or told as lost")
                .isEqualTo(1_001);
    }

    @Test
    void client_thatLeaves_isToldToTheListenersOnce() throws Exception {
        start();
        EventStream leaving = open("/live");
        open("/live");

        leaving.close();

        await().atMost(SOON).until(() -> resource.told.size() == 1);
        broadcast("on");
        assertThat(resource.told).containsExactly("closed");
        assertThat(resource.sinks).filteredOn(SseEventSink::isClosed).hasSize(1);
    }

    // The end.

    @Test
    void broadcaster_closed_endsItsSinksAfterWhatWasBroadcastAndRefusesMore() throws Exception {
        start();
        EventStream stream = open("/live");
        SseBroadcaster broadcaster = resource.broadcaster();
        broadcast(numbers(0, 1_000));

        broadcaster.close();
        broadcaster.close();

        await().atMost(SOON).until(stream::hasEndedProperly);
        assertThat(stream.data()).containsExactly(numbers(0, 1_000));
        SseEventSink sink = resource.sinks.element();
        assertThat(sink.isClosed()).isTrue();
        await().atMost(SOON).until(() -> resource.told.contains("closed"));
        assertThatThrownBy(() -> broadcaster.broadcast(resource.text("x"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> broadcaster.register(sink)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> broadcaster.onClose(closed -> {})).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> broadcaster.onError((closed, failure) -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void broadcaster_closedWithoutCascade_leavesItsSinksOpen() throws Exception {
        start();
        EventStream stream = open("/live");
        broadcast("1");

        resource.broadcaster().close(false);
        resource.sinks.element().send(resource.text("2"));

        awaitData(stream, "1", "2");
        assertThat(stream.isOver()).isFalse();
    }

    @Test
    void badCalls_areRefusedAndHarmNobody() throws Exception {
        start();
        EventStream stream = open("/live");

        assertThatThrownBy(() -> resource.broadcaster().broadcast(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> resource.broadcaster().register(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> resource.sinks.element().send(null)).isInstanceOf(NullPointerException.class);
        broadcast("fine");

        awaitData(stream, "fine");
    }

    @Test
    void application_undeployed_endsItsStreamsAndThreads() throws Exception {
        start();
        EventStream stream = open("/live");
        broadcast("1");
        awaitData(stream, "1");

        container.close();

        await().atMost(SOON).until(stream::isOver);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name ->
                                name.startsWith("breakwater-sinks") || name.startsWith("breakwater-callbacks")));
    }

    // Replay.

    @Test
    void replayableClient_thatComesBackWithTheApplicationsId_getsWhatItMissed() throws Exception {
        start();
        EventStream first = open("/replayed");
        for (int i = 1; i <= 3; i++) {
            resource.broadcaster().broadcast(resource.withId("quote " + i, Integer.toString(i)));
        }
        awaitData(first, "1", "2", "3");
        assertThat(first.events()).extracting(EventStream.Event::id).containsExactly("quote 1", "quote 2", "quote 3");
        first.close();
        resource.broadcaster().broadcast(resource.withId("quote 4", "4"));

        awaitData(open("/replayed", "Last-Event-ID: quote 2"), "3", "4");
        awaitData(open("/replayed-without-broadcaster", "Last-Event-ID: quote 3"), "4");
    }

    @Test
    void replayableClient_thatComesBackWithAnIdOfOurs_getsWhatItMissed() throws Exception {
        start();
        EventStream first = open("/replayed");
        broadcast("1", "2");
        awaitData(first, "1", "2");
        String id = first.events().get(0).id();

        broadcast("3");

        awaitData(open("/replayed", "Last-Event-ID: " + id), "2", "3");
    }

    @Test
    void replayableClient_whoseIdIsBeyondTheRetention_isToldOfTheGap() throws Exception {
        start();
        EventStream first = open("/replayed");
        for (int i = 0; i < 300; i++) {
            resource.broadcaster().broadcast(resource.withId("id-" + i, Integer.toString(i)));
            int published = i + 1;
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> published % 25 > 0 || first.data().size() == published);
        }

        EventStream late = open("/replayed", "Last-Event-ID: id-17");
        EventStream justInTime = open("/replayed", "Last-Event-ID: id-250");

        await().atMost(SOON).until(() -> late.data().size() == 100);
        assertThat(late.serverEvents()).extracting(EventStream.Event::name).containsExactly("breakwater.gap");
        awaitData(justInTime, numbers(251, 300));
        assertThat(justInTime.serverEvents()).isEmpty();
    }

    @Test
    void replayableClients_thatAreCutAgainAndAgain_loseAndRepeatNothing() throws Exception {
        start();
        List<String> had = new ArrayList<>();
        String lastId = null;
        open("/replayed");
        int next = 0;
        for (int round = 0; round < 20; round++) {
            EventStream stream = lastId == null ? open("/replayed") : open("/replayed", "Last-Event-ID: " + lastId);
            for (int i = 0; i < 20; i++, next++) {
                resource.broadcaster().broadcast(resource.withId("n" + next, Integer.toString(next)));
            }
            await().atMost(SOON).until(() -> stream.data().size() > 5);
            List<EventStream.Event> got = stream.events();
            stream.close();
            got.forEach(event -> had.add(event.data()));
            lastId = got.get(got.size() - 1).id();
        }
        EventStream rest = open("/replayed", "Last-Event-ID: " + lastId);
        int missing = next - had.size();
        await().atMost(SOON).until(() -> rest.data().size() >= missing);
        had.addAll(rest.data());

        assertThat(had).containsExactly(numbers(0, next));
    }

    // Switched off.

    @Test
    void sinks_switchedOffForTheApplication_areJerseys() throws Exception {
        application.property(BreakwaterFeature.SINKS, "off");
        start();
        EventStream stream = open("/live");

        broadcast("stock");

        awaitData(stream, "stock");
        assertThat(resource.sinks.element().getClass().getName()).startsWith("org.glassfish.jersey");
        assertThat(resource.sse.getClass().getName()).contains("jersey");
    }

    @Test
    void sinks_switchedOffForAResourceOrParameter_areJerseys() throws Exception {
        start();

        awaitData(open("/stock-method"), "stock");
        awaitData(open("/stock-parameter"), "stock");
        open("/live");

        assertThat(resource.sinks)
                .extracting(sink -> sink.getClass().getName().startsWith("org.glassfish.jersey"))
                .containsExactly(true, true, false);
    }
}
