package dev.breakwater.sse.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application uses of JAX-RS beside streams works with them as without them. */
@Timeout(120)
abstract class NeighboursContract {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Container container = newContainer();
    private final List<EventStream> streams = new ArrayList<>();
    private int port;

    abstract Container newContainer();

    @BeforeEach
    void start() throws Exception {
        port = container.start(new ResourceConfig(
                        NeighboursResource.class,
                        NeighboursResource.Cors.class,
                        NeighboursResource.Stamp.class,
                        NeighboursResource.RefusedMapper.class,
                        NeighboursResource.Counting.class)
                .register(new AbstractBinder() {
                    @Override
                    protected void configure() {
                        bindAsContract(NeighboursResource.Greeter.class);
                    }
                }));
    }

    @AfterEach
    void stop() throws Exception {
        for (EventStream stream : streams) {
            stream.close();
        }
        container.close();
    }

    private EventStream open(String path) throws Exception {
        EventStream stream = EventStream.open(port, path);
        streams.add(stream);
        await().atMost(SOON).until(stream::hasHead);
        return stream;
    }

    @Test
    void resource_madeForEachRequestWithWhatHk2Injects_streams() throws Exception {
        EventStream stream = open("/greeting");

        await().atMost(SOON).until(() -> stream.data().contains("hello"));
    }

    @Test
    void responseFilters_ofAllAndByName_runForTheStreamsTheyAreMeantFor() throws Exception {
        EventStream plain = open("/greeting");
        EventStream stamped = open("/stamped");

        assertThat(plain.header("Access-Control-Allow-Origin")).isEqualTo("https://example.com");
        assertThat(plain.header("X-Stamp")).isEmpty();
        assertThat(stamped.header("Access-Control-Allow-Origin")).isEqualTo("https://example.com");
        assertThat(stamped.header("X-Stamp")).isEqualTo("stamped");
        await().atMost(SOON).until(() -> stamped.data().contains("hello"));
    }

    @Test
    void exception_beforeTheStreamBegins_isMappedAndNothingIsStreamed() throws Exception {
        EventStream answer = open("/refused");

        assertThat(answer.statusLine()).contains("418");
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://example.com");
        assertThat(answer.data()).isEmpty();
    }

    @Test
    void suspendedNeighbour_andItsInterceptors_workAsEver() throws Exception {
        int before = NeighboursResource.Counting.WRITTEN.get();

        EventStream answer = open("/later");

        assertThat(answer.statusLine()).contains("200");
        assertThat(answer.header("Content-Length")).isEqualTo("5");
        assertThat(NeighboursResource.Counting.WRITTEN.get()).isEqualTo(before + 1);
    }
}
