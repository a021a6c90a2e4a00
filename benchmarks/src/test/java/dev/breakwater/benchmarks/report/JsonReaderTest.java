package dev.breakwater.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void read_whatWasWritten_isTheSame() {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("text", "a \"quoted\" \\ line\nand µs \u0001");
        written.put("numbers", List.of(1.5, -2.0, 1e9));
        written.put("empty", Map.of("list", List.of()));
        written.put("truth", true);
        assertThat(JsonReader.read(Json.write(written))).isEqualTo(written);
    }

    @Test
    void read_null_isNoNumber() {
        assertThat(JsonReader.read("[null]")).isEqualTo(List.of(Double.NaN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1 2]", "{\"a\" 1}", "tru", "[1] 2", "\"\\u12"})
    void read_whatIsNoJson_isRefused(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
