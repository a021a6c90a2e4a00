package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HubHeapTest {
    private final Logger logger = Logger.getLogger(SseHub.class.getName());
    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void watchTheLog() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void leaveTheLog() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    @Test
    void retention_ofMoreThanHalfTheHeap_isWarnedOf() {
        long heap = Runtime.getRuntime().maxMemory();
        SseHub.create(HubConfig.builder().retentionBytes(heap / 2 + 1).build()).close();
        assertThat(logged).hasSize(1);
        assertThat(logged.get(0)).contains("breakwater.retention.bytes", "-Xmx");
    }

    @Test
    void retention_thatTheHeapHolds_isNot() {
        long heap = Runtime.getRuntime().maxMemory();
        SseHub.create(HubConfig.builder()
                        .retentionBytes(heap / 2)
                        .maxEventBytes(1_000)
                        .build())
                .close();
        assertThat(logged).isEmpty();
    }
}
