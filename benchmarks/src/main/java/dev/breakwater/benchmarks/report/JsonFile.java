package dev.breakwater.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results in a file. */
public final class JsonFile {
    private JsonFile() {}

    /** Writes maps, lists, numbers, booleans and text. */
    public static void write(Path file, Object value) throws IOException {
        Files.writeString(file, Json.write(value) + "\n");
    }
}
