package dev.breakwater.sse.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.ResourceCounters;
import dev.breakwater.sse.delivery.Transport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeferredTransportTest {
    private final List<String> signals = new ArrayList<>();
    private final FakeTransport response = new FakeTransport();
    private final ResourceCounters counters = new ResourceCounters();
    private final DeferredTransport transport = new DeferredTransport(counters);

    DeferredTransportTest() {
        transport.start(new Transport.Signals() {
            @Override
            public void writable() {
                signals.add("writable");
            }

            @Override
            public void ended(CloseReason reason) {
                signals.add("ended " + reason.label());
            }
        });
    }

    @Test
    void transport_beforeItIsConnected_takesNothing() throws Exception {
        assertThat(transport.isReady()).isFalse();
        assertThat(transport.write(new byte[1], 0, 1)).isFalse();
        assertThat(transport.isOver()).isFalse();
    }

    @Test
    void transport_connected_passesEverythingOn() throws Exception {
        transport.connect(() -> response);
        response.ready = true;

        assertThat(response.started).isTrue();
        assertThat(transport.isReady()).isTrue();
        assertThat(transport.write(new byte[] {'x'}, 0, 1)).isTrue();
        transport.writable();
        transport.ended(CloseReason.CLIENT_GONE);

        assertThat(response.writes).containsExactly("x");
        assertThat(counters.writes()).isOne();
        assertThat(counters.bytes()).isOne();
        assertThat(signals).containsExactly("writable", "ended client-gone");
        assertThat(transport.isOver()).isTrue();
    }

    @Test
    void transport_endedBeforeItIsConnected_endsThen() throws Exception {
        transport.end();
        assertThat(signals).isEmpty();

        transport.connect(() -> response);

        assertThat(response.started).isTrue();
        assertThat(response.ended).isTrue();
    }

    @Test
    void transport_abandoned_isOverAndNeverConnects() throws Exception {
        transport.abandon(CloseReason.ERROR);
        transport.connect(() -> {
            throw new AssertionError("the response is somebody else's");
        });

        assertThat(signals).containsExactly("ended error");
        assertThat(transport.isOver()).isTrue();
    }

    @Test
    void transport_abandonedOnceItIsConnected_goesOn() throws Exception {
        transport.connect(() -> response);

        transport.abandon(CloseReason.ERROR);

        assertThat(signals).isEmpty();
        assertThat(transport.isOver()).isFalse();
    }

    @Test
    void response_thatCannotBeTakenOver_endsTheStream() {
        response.broken = true;

        assertThatThrownBy(() -> transport.connect(() -> response)).isInstanceOf(IllegalStateException.class);

        assertThat(signals).containsExactly("ended error");
        assertThat(transport.isOver()).isTrue();
    }
}
