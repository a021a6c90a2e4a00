package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubHeapTest {
    private final long heap = Runtime.getRuntime().maxMemory();
    private final WatchedLog log = new WatchedLog(SseHub.class);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void retention_ofMoreThanHalfTheHeap_isWarnedOf() {
        SseHub.create(HubConfig.builder().retentionBytes(heap / 2 + 1).build()).close();
        assertThat(log.messages()).hasSize(1);
        assertThat(log.messages().get(0)).contains("breakwater.retention.bytes", "-Xmx");
    }

    @Test
    void retention_thatTheHeapHolds_isNot() {
        SseHub.create(HubConfig.builder()
                        .retentionBytes(heap / 2)
                        .maxEventBytes(1_000)
                        .build())
                .close();
        assertThat(log.messages()).isEmpty();
    }
}
