package dev.breakwater.benchmarks.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results in a file. */
public final class JsonFile {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(Double.class, new Numbers()))
            .build();

    private JsonFile() {}

    /** Writes maps, lists, numbers, booleans and text; a number that is none as {@code null}. */
    public static void write(Path file, Object value) throws IOException {
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n");
    }

    /**
     * Reads what was written.
     *
     * @throws IOException if the file cannot be read, or is not JSON
     */
    static JsonNode read(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    /** JSON has no infinity, and nothing for what could not be measured. */
    private static final class Numbers extends StdSerializer<Double> {
        private static final long serialVersionUID = 1L;

        Numbers() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            if (Double.isFinite(value)) {
                generator.writeNumber(value);
            } else {
                generator.writeNull();
            }
        }
    }
}
