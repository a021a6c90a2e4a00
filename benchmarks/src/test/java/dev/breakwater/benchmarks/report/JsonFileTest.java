package dev.breakwater.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {
    @Test
    void write_whatIsNoNumber_isNull(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("results.json");
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("text", "a \"quoted\" line\nand µs");
        written.put("numbers", List.of(1.5, Double.NaN, Double.POSITIVE_INFINITY));
        written.put("steps", Map.of(1000, 2L));
        JsonFile.write(file, written);
        assertThat(Files.readString(file)).contains("null").doesNotContain("NaN", "Infinity");
        var read = JsonFile.read(file);
        assertThat(read.path("text").asText()).isEqualTo("a \"quoted\" line\nand µs");
        assertThat(read.path("numbers").path(0).asDouble()).isEqualTo(1.5);
        assertThat(read.path("numbers").path(1).asDouble(-1)).isEqualTo(-1);
        assertThat(read.path("steps").path("1000").asLong()).isEqualTo(2);
    }
}
