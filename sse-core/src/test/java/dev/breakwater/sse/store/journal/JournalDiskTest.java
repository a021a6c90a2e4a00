package dev.breakwater.sse.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.breakwater.sse.store.Receipt;
import dev.breakwater.sse.store.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system of its own, which is full, or can be read only. Needs the right to mount one. */
class JournalDiskTest {
    private static final int DISK_BYTES = 3 << 20;

    @TempDir
    Path mount;

    private TestJournal journal;
    private boolean mounted;

    @AfterEach
    void close() throws Exception {
        if (journal != null && journal.store != null) {
            journal.close();
        }
        if (mounted) {
            run("umount", mount.toString());
        }
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }

    private Path smallDisk() throws Exception {
        if (!Files.isExecutable(Path.of("/bin/mount"))
                || run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "breakwater-test", mount.toString()) != 0) {
            abort("a file system cannot be mounted here");
        }
        mounted = true;
        return mount;
    }

    private static boolean isStored(CompletionStage<Receipt> stage) throws Exception {
        try {
            stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException refused) {
            assertThat(refused.getCause())
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("the journal cannot be written");
            return false;
        }
    }

    @Test
    void fullDisk_refusesPublications_servesReaders_andRecoversByItself() throws Exception {
        Path disk = smallDisk();
        Path filler = disk.resolve("filler");
        Files.write(filler, new byte[1 << 20]);
        journal = TestJournal.opened(disk.resolve("journal"));
        List<String> stored = new ArrayList<>();
        int refused = 0;
        for (int i = 0; refused < 20; i++) {
            String data = i + " " + "x".repeat(20_000);
            if (isStored(journal.store.append(TestJournal.event("a", data)))) {
                stored.add(data);
            } else {
                refused++;
            }
        }
        assertThat(stored).hasSizeGreaterThan(50);
        assertThat(TestJournal.dataOf(journal.history(0, "a"))).isEqualTo(stored);
        assertThat(TestJournal.dataOf(journal.fed)).isEqualTo(stored);
        Files.delete(filler);
        for (int i = 0; i < 10; i++) {
            assertThat(isStored(journal.store.append(TestJournal.event("a", "after " + i))))
                    .isTrue();
            stored.add("after " + i);
        }
        assertThat(TestJournal.dataOf(journal.history(0, "a"))).isEqualTo(stored);
        journal.reopen();
        assertThat(TestJournal.dataOf(journal.fed)).isEqualTo(stored);
        assertThat(journal.damages(0, "a")).isEmpty();
        assertThat(journal.publish("a", "next")).isEqualTo(stored.size() + 1);
    }

    @Test
    void directoryThatCanOnlyBeRead_isRefusedAtTheStart() throws Exception {
        Path disk = smallDisk();
        journal = TestJournal.opened(disk.resolve("journal"));
        journal.publish("a", "1");
        journal.close();
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();
        assertThatThrownBy(() -> journal.open())
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("must be one that this user may write to")
                .hasMessageContaining(disk.toString());
        assertThatThrownBy(() -> TestJournal.opened(disk.resolve("new")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("cannot be made");
    }
}
