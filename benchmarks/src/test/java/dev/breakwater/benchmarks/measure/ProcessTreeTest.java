package dev.breakwater.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {
    private static final int FILES = 200;

    @TempDir
    Path directory;

    @Test
    void descriptors_ofThisProcess_growByTheFilesItOpens() throws Exception {
        ProcessTree self = new ProcessTree(ProcessHandle.current());
        Path file = Files.writeString(directory.resolve("file"), "text");
        long before = self.descriptors();
        List<InputStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < FILES; i++) {
                open.add(Files.newInputStream(file));
            }
            // Others may open and close some at the same time.
            assertThat(self.descriptors() - before).isBetween(FILES / 2L, FILES * 2L);
        } finally {
            for (InputStream each : open) {
                each.close();
            }
        }
    }

    @Test
    void threads_ofThisProcess_areAtLeastThoseOfJava() {
        long java = Thread.getAllStackTraces().size();
        assertThat(new ProcessTree(ProcessHandle.current()).threads()).isGreaterThanOrEqualTo(java);
    }
}
