package dev.breakwater.sse.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.CloseReason;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.message.GZipEncoder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.filter.EncodingFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What sinks must do in every servlet container, over real sockets. */
@Timeout(120)
abstract class SinkContract {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 3;

    private final SinkResource resource = new SinkResource();
    private final ResourceConfig application = new ResourceConfig().register(resource);
    private final SseHub hub =
            SseHub.create(HubConfig.builder().heartbeat(Duration.ofMillis(300)).build());
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

    private EventStream open(String pathAndQuery, String... headers) throws Exception {
        return opened(EventStream.open(port, pathAndQuery, headers));
    }

    private EventStream openStalled(String pathAndQuery) throws Exception {
        return opened(EventStream.openStalled(port, pathAndQuery));
    }

    private EventStream opened(EventStream stream) {
        streams.add(stream);
        await().atMost(SOON).until(stream::hasHead);
        return stream;
    }

    private String publish(String topic, String data) {
        return resource.hub.publish(topic, data).toCompletableFuture().join().toString();
    }

    private OutboundSseEvent event(String data) {
        return resource.sse.newEvent(data);
    }

    private static void awaitData(EventStream stream, String... data) {
        await().atMost(SOON).untilAsserted(() -> assertThat(stream.data()).containsExactly(data));
    }

    /** Whether the client takes what was sent: one that does not read takes nothing however long one waits. */
    private static boolean isTaken(CompletableFuture<?> sent) throws Exception {
        try {
            sent.get(500, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stalled) {
            return false;
        }
    }

    private static String kilobytes(int count) {
        return "x".repeat(count << 10);
    }

    // Subscribed to a hub.

    @Test
    void sink_subscribedInAResourceMethod_getsWhatIsPublished() throws Exception {
        start();
        EventStream stream = open("/subscribe?topic=a&topic=b/*");

        publish("a", "hello");
        publish("b/1", "there");

        awaitData(stream, "hello", "there");
        assertThat(stream.statusLine()).startsWith("HTTP/1.1 200");
        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(stream.header("Cache-Control")).isEqualTo("no-store, no-transform");
        assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
    }

    @Test
    void sink_ofAClientThatComesBack_continuesAfterItsLastEvent() throws Exception {
        start();
        String first = publish("a", "1");
        publish("a", "2");

        EventStream byHeader = open("/subscribe?topic=a", "Last-Event-ID: " + first);
        EventStream byQuery = open("/subscribe?topic=a&lastEventId=" + first);
        EventStream byBoth = open("/subscribe?topic=a&lastEventId=rubbish", "Last-Event-ID: " + first);

        awaitData(byHeader, "2");
        awaitData(byQuery, "2");
        awaitData(byBoth, "2");
    }

    @Test
    void sink_subscribedWithAPositionOfItsOwn_beginsThere() throws Exception {
        start();

        EventStream stream = open("/earliest", "Last-Event-ID: rubbish");

        awaitData(stream, "by the hub itself");
        assertThat(stream.serverEvents()).extracting(EventStream.Event::name).doesNotContain("breakwater.gap");
    }

    @Test
    void sink_closedByTheApplication_endsTheStreamProperly() throws Exception {
        start();
        EventStream stream = open("/subscribe?topic=a");
        publish("a", "last");
        awaitData(stream, "last");

        resource.sinks.element().close();

        await().atMost(SOON).until(stream::hasEndedProperly);
        assertThat(resource.sinks.element().isClosed()).isTrue();
        await().atMost(SOON).until(() -> hub.counters().closed(CloseReason.APPLICATION) == 1);
    }

    @Test
    void sink_whoseClientLeaves_isClosed() throws Exception {
        start();
        EventStream stream = open("/subscribe?topic=a");
        assertThat(resource.sinks.element().isClosed()).isFalse();

        stream.close();

        await().atMost(SOON).until(() -> resource.sinks.element().isClosed());
        await().atMost(SOON).until(() -> hub.streams() == 0);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(resource.subscriptions.element().closed())
                        .isCompletedWithValue(CloseReason.CLIENT_GONE));
    }

    @Test
    void sink_subscribed_cannotBeSentToOrSubscribedAgain() throws Exception {
        start();
        open("/subscribe?topic=a");
        SseEventSink sink = resource.sinks.element();

        assertThatThrownBy(() -> sink.send(event("x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("publish to one of its topics");
        assertThatThrownBy(() -> resource.hub.subscribe(sink, "b"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before its resource method returns");
        assertThat(EventStream.open(port, "/twice")).satisfies(twice -> {
            await().atMost(SOON).until(twice::hasHead);
            assertThat(twice.statusLine()).contains("500");
        });
        await().atMost(SOON).until(() -> hub.streams() == 1);
    }

    @Test
    void method_thatFailsAfterItSubscribed_isAnsweredWithItsErrorAndLeavesNoStream() throws Exception {
        start();

        EventStream stream = open("/forbidden");

        assertThat(stream.statusLine()).startsWith("HTTP/1.1 403");
        await().atMost(SOON).until(() -> hub.counters().closed(CloseReason.ERROR) == 1);
        assertThat(hub.streams()).isZero();
    }

    @Test
    void responseFilter_thatFails_isAnsweredWithItsErrorAndLeavesNoStream() throws Exception {
        application.register((ContainerResponseFilter) (request, response) -> {
            if (response.getStatus() == 200) {
                throw new IllegalStateException("filter");
            }
        });
        start();

        EventStream stream = open("/subscribe?topic=a");

        assertThat(stream.statusLine()).startsWith("HTTP/1.1 500");
        await().atMost(SOON).until(() -> hub.counters().closed(CloseReason.ERROR) == 1);
        assertThat(resource.sinks.element().isClosed()).isTrue();
    }

    @Test
    void head_ofAStream_opensNone() throws Exception {
        start();

        EventStream head = opened(EventStream.request(port, "HEAD", "/subscribe?topic=a"));

        assertThat(head.statusLine()).startsWith("HTTP/1.1 200");
        assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
        await().atMost(SOON).until(() -> hub.counters().closed(CloseReason.APPLICATION) == 1);
    }

    @Test
    void hub_closed_endsItsStreams() throws Exception {
        start();
        EventStream stream = open("/subscribe?topic=a");
        await().atMost(SOON).until(() -> hub.streams() == 1);

        hub.close();

        await().atMost(SOON).until(stream::hasEndedProperly);
    }

    // What Jersey does around it.

    @Test
    void responseFilters_ofTheApplication_runForStreams() throws Exception {
        application.register((ContainerResponseFilter)
                (request, response) -> response.getHeaders().add("Access-Control-Allow-Origin", "https://app.example"));
        start();

        assertThat(open("/subscribe?topic=a").header("Access-Control-Allow-Origin"))
                .isEqualTo("https://app.example");
        assertThat(open("/plain").header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
    }

    @Test
    void compression_switchedOnForTheApplication_leavesStreamsAlone() throws Exception {
        EncodingFilter.enableFor(application, GZipEncoder.class);
        start();

        EventStream stream = open("/subscribe?topic=a", "Accept-Encoding: gzip");
        publish("a", "plain");

        awaitData(stream, "plain");
        assertThat(stream.header("Content-Encoding")).isEmpty();
    }

    @Test
    void request_whoseStreamIsOpen_isNotKept() throws Exception {
        Queue<WeakReference<ContainerRequestContext>> requests = new ConcurrentLinkedQueue<>();
        application.register((ContainerRequestFilter) request -> requests.add(new WeakReference<>(request)));
        start();
        EventStream subscribed = open("/subscribe?topic=a");
        EventStream plain = open("/plain");

        await().atMost(SOON).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            System.gc();
            assertThat(requests).hasSize(2).allMatch(request -> request.get() == null);
        });
        publish("a", "still open");
        resource.sinks.forEach(sink -> assertThat(sink.isClosed()).isFalse());
        awaitData(subscribed, "still open");
        assertThat(plain.isOver()).isFalse();
    }

    // Sent to.

    @Test
    void events_sentInTheResourceMethod_comeInOrderAndThenTheEnd() throws Exception {
        start();

        EventStream stream = open("/send-and-close");

        await().atMost(SOON).until(stream::hasEndedProperly);
        assertThat(stream.events())
                .containsExactly(
                        new EventStream.Event("message", "one", ""), new EventStream.Event("second", "2", "2"));
    }

    @Test
    void sink_opened_tellsItsClientAtOnce() throws Exception {
        start();

        EventStream stream = open("/plain");

        await().atMost(SOON).until(stream::hasHead);
        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
    }

    @Test
    void events_sentFromOtherThreads_allCome() throws Exception {
        start();
        EventStream stream = open("/plain");
        SseEventSink sink = resource.sinks.element();

        List<CompletableFuture<?>> sent = IntStream.range(0, 1_000)
                .<CompletableFuture<?>>mapToObj(
                        i -> sink.send(event(Integer.toString(i))).toCompletableFuture())
                .toList();

        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get();
        awaitData(stream, IntStream.range(0, 1_000).mapToObj(Integer::toString).toArray(String[]::new));
    }

    @Test
    void sink_closed_refusesWhatIsSent() throws Exception {
        start();
        EventStream stream = open("/plain");
        SseEventSink sink = resource.sinks.element();

        sink.close();
        sink.close();

        assertThat(sink.isClosed()).isTrue();
        assertThatThrownBy(() -> sink.send(event("x"))).isInstanceOf(IllegalStateException.class);
        await().atMost(SOON).until(stream::hasEndedProperly);
    }

    @Test
    void stalledClient_sentTooMuch_failsAndIsClosedWhileNobodyWaits() throws Exception {
        start();
        openStalled("/plain");
        SseEventSink stalled = resource.sinks.element();
        EventStream healthy = open("/subscribe?topic=a");

        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        int sent = 0;
        while (!last.isCompletedExceptionally()) {
            assertThat(sent++)
                    .as("kilobytes that wait for the client, in dozens")
                    .isLessThan(2_000);
            last = stalled.send(event(kilobytes(12))).toCompletableFuture();
        }

        assertThat(last).isCompletedExceptionally();
        assertThat(stalled.isClosed()).isTrue();
        assertThatThrownBy(() -> stalled.send(event("more"))).isInstanceOf(IllegalStateException.class);
        publish("a", "alive");
        awaitData(healthy, "alive");
    }

    @Test
    void stalledClient_thatReadsOn_getsAllThatWaited() throws Exception {
        start();
        EventStream stream = openStalled("/plain");
        SseEventSink sink = resource.sinks.element();
        List<CompletableFuture<?>> sent = new ArrayList<>();
        CompletableFuture<?> last;
        do {
            last = sink.send(event(kilobytes(8))).toCompletableFuture();
            sent.add(last);
        } while (isTaken(last));
        sent.add(sink.send(event("end")).toCompletableFuture());

        stream.goOn();

        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get();
        await().atMost(SOON).until(() -> stream.data().contains("end"));
        assertThat(stream.data()).hasSize(sent.size());
    }

    @Test
    void client_gone_failsWhatWaitsForIt() throws Exception {
        start();

        CompletableFuture<?> waiting = sentToAClientThatStallsAndLeaves();
        // On a busy machine it may have been about to be taken.
        for (int attempt = 1; attempt < ATTEMPTS && !waiting.isCompletedExceptionally(); attempt++) {
            waiting = sentToAClientThatStallsAndLeaves();
        }

        assertThat(waiting).isCompletedExceptionally();
    }

    private CompletableFuture<?> sentToAClientThatStallsAndLeaves() throws Exception {
        EventStream stream = openStalled("/plain");
        SseEventSink sink = resource.sinks.remove();
        CompletableFuture<?> last;
        do {
            last = sink.send(event(kilobytes(8))).toCompletableFuture();
        } while (isTaken(last));

        stream.close();

        CompletableFuture<?> waiting = last;
        await().atMost(SOON).until(waiting::isDone);
        await().atMost(SOON).until(sink::isClosed);
        return waiting;
    }

    @Test
    void broadcaster_whoseClientLeaves_goesOn() throws Exception {
        start();
        EventStream first = open("/broadcast");
        EventStream second = open("/broadcast");
        await().atMost(SOON).until(() -> resource.sinks.size() == 2);

        resource.broadcaster().broadcast(event("1"));
        awaitData(first, "1");
        awaitData(second, "1");
        second.close();
        await().atMost(SOON).until(() -> {
            resource.broadcaster().broadcast(event("."));
            return resource.sinks.stream().anyMatch(SseEventSink::isClosed);
        });
        resource.broadcaster().broadcast(event("last"));

        await().atMost(SOON).until(() -> first.data().contains("last"));
        resource.broadcaster().close();
        await().atMost(SOON).until(first::hasEndedProperly);
    }

    // The hub that is injected.

    @Test
    void hub_notConfigured_isMadeAndClosedWithTheApplication() throws Exception {
        port = container.start(application);
        EventStream stream = open("/subscribe?topic=a");

        publish("a", "hello");
        awaitData(stream, "hello");
        SseHub made = resource.hub.hub();
        container.close();

        assertThat(made).isNotSameAs(hub);
        await().atMost(SOON).until(made::isClosed);
    }

    @Test
    void feature_registeredWithAHub_needsNoDiscovery() throws Exception {
        application
                .register(new BreakwaterFeature(hub))
                .property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true);
        port = container.start(application);

        EventStream stream = open("/subscribe?topic=a");
        publish("a", "hello");

        awaitData(stream, "hello");
        assertThat(resource.hub.hub()).isSameAs(hub);
    }

    @Test
    void sink_ofSomebodyElse_isSentWhatIsPublishedAndClosedWithTheHub() {
        List<OutboundSseEvent> sent = new CopyOnWriteArrayList<>();
        AtomicBoolean closed = new AtomicBoolean();
        SseEventSink foreign = new SseEventSink() {
            @Override
            public boolean isClosed() {
                return closed.get();
            }

            @Override
            public CompletableFuture<?> send(OutboundSseEvent event) {
                sent.add(event);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        JaxrsHub jaxrs = new JaxrsHub(hub);

        jaxrs.subscribe(foreign, "a");
        jaxrs.publish("a", "one\ntwo");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(sent).anySatisfy(event -> {
                    assertThat(event.getData()).isEqualTo("one\ntwo");
                    assertThat(event.getId()).isNotEmpty();
                }));
        assertThatThrownBy(() -> jaxrs.subscribe(foreign, "b"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in use");
        hub.close();
        await().atMost(SOON).untilTrue(closed);
    }
}
