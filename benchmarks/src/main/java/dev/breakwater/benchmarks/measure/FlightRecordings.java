package dev.breakwater.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What servers record of their own streams with the JDK's Flight Recorder: one file for each that has ended by itself. */
public final class FlightRecordings implements AutoCloseable {
    private static final String OPENED = "dev.breakwater.StreamOpened";
    private static final long SECOND = 1_000_000_000;

    private final Path directory = Files.createTempDirectory("breakwater-flight-recordings");

    /** None yet. */
    public FlightRecordings() throws IOException {}

    /** The option with which a JVM writes its recording here when it ends. */
    public String javaOption() {
        return "-XX:StartFlightRecording:settings=none,filename=" + directory;
    }

    /** The most streams that the server whose recording was written last opened in any second, wherever that begins. */
    public int mostOpenedInAnySecond() throws IOException {
        long[] openedAt = RecordingFile.readAllEvents(newest()).stream()
                .filter(event -> event.getEventType().getName().equals(OPENED))
                .mapToLong(FlightRecordings::nanos)
                .sorted()
                .toArray();
        int most = 0;
        int first = 0;
        for (int last = 0; last < openedAt.length; last++) {
            while (openedAt[last] - openedAt[first] >= SECOND) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private Path newest() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .orElseThrow(() -> new IOException("no server wrote a recording into " + directory));
        }
    }

    private static long nanos(RecordedEvent event) {
        return event.getStartTime().getEpochSecond() * SECOND
                + event.getStartTime().getNano();
    }

    /** Deletes them. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
