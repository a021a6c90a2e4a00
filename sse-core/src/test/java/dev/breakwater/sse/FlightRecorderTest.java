package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.FakeTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator finds in a flight recording. */
class FlightRecorderTest {
    private static final String OPENED = "dev.breakwater.StreamOpened";
    private static final String CLOSED = "dev.breakwater.StreamClosed";

    @Test
    void recording_hasEachStreamsBeginningAndEnd(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("streams.jfr");
        try (Recording recording = new Recording();
                TestHub hub = new TestHub()) {
            recording.enable(OPENED);
            recording.enable(CLOSED);
            recording.start();
            FakeTransport gone = hub.subscribe("a");
            hub.subscribe("a");
            hub.settle();
            hub.advance(Duration.ofSeconds(3));
            gone.giveBack(CloseReason.CLIENT_GONE);
            hub.settle();
            recording.stop();
            recording.dump(file);
        }

        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events.stream().filter(event -> isA(event, OPENED)))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getDuration("waited")).isZero());
        assertThat(events.stream().filter(event -> isA(event, CLOSED)))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getString("reason")).isEqualTo("client-gone");
                    assertThat(event.getDuration("age")).isEqualTo(Duration.ofSeconds(3));
                });
    }

    private static boolean isA(RecordedEvent event, String name) {
        return event.getEventType().getName().equals(name);
    }
}
