package dev.breakwater.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestReaderTest {
    @Test
    void next_pipelinedRequestsSplitAtEveryByte_givesAll() {
        byte[] bytes = ("POST /events?topic=t&x=1 HTTP/1.1\r\nHost: a\r\ncontent-length: 5\r\n\r\nhello"
                        + "GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int split = 0; split <= bytes.length; split++) {
            RequestReader reader = new RequestReader();
            List<HttpRequest> requests = new ArrayList<>();
            reader.add(ByteBuffer.wrap(bytes, 0, split));
            drain(reader, requests);
            reader.add(ByteBuffer.wrap(bytes, split, bytes.length - split));
            drain(reader, requests);
            assertThat(requests).as("split at %d", split).hasSize(2);
            assertThat(requests.get(0).topics()).containsExactly("t");
            assertThat(requests.get(0).path()).isEqualTo("/events");
            assertThat(requests.get(0).body()).asString().isEqualTo("hello");
            assertThat(requests.get(1).method()).isEqualTo("GET");
        }
    }

    private static void drain(RequestReader reader, List<HttpRequest> requests) {
        for (Optional<HttpRequest> next = reader.next(); next.isPresent(); next = reader.next()) {
            requests.add(next.get());
        }
    }
}
