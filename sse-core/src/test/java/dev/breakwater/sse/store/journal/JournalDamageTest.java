package dev.breakwater.sse.store.journal;

import static dev.breakwater.sse.store.journal.TestJournal.dataOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.store.Damage;
import dev.breakwater.sse.store.journal.TestJournal.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crash, a bad disk or a careless hand leaves. */
class JournalDamageTest {
    @TempDir
    Path directory;

    private TestJournal journal;
    private Path segment;
    private byte[] whole;
    private final List<Integer> ends = new ArrayList<>();

    /** Ten records in one segment, one of them of three events. */
    @BeforeEach
    void write() throws IOException {
        journal = TestJournal.opened(directory);
        for (int i = 1; i <= 9; i++) {
            journal.publish("a", "e" + i);
            ends.add((int) Files.size(journal.newestSegment()));
        }
        journal.publishAll("a", "e10", "e11", "e12");
        journal.close();
        segment = journal.newestSegment();
        whole = Files.readAllBytes(segment);
        ends.add(whole.length);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static List<String> events(int first, int last) {
        List<String> data = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            data.add("e" + i);
        }
        return data;
    }

    /** What clients can get after the restart, from the log or from the history. */
    private List<Read> readable() {
        List<Read> read = new ArrayList<>(journal.history(0, "a"));
        assertThat(read).endsWith(journal.fed.toArray(Read[]::new));
        return read;
    }

    private void restore() throws IOException {
        journal.close();
        for (Path file : journal.segments()) {
            Files.delete(file);
        }
        Files.write(segment, whole);
    }

    @Test
    void file_truncatedAtEveryByteOfItsLastRecord_losesThatWholeRecordOnly() throws IOException {
        int from = ends.get(8);
        for (int length = from; length < whole.length; length++) {
            Files.write(segment, Arrays.copyOf(whole, length));
            journal.open();
            assertThat(dataOf(readable())).as("cut at %d", length).isEqualTo(events(1, 9));
            assertThat(journal.damages(0, "a")).as("cut at %d", length).isEmpty();
            assertThat(Files.size(segment)).isEqualTo(from);
            assertThat(journal.publish("a", "next")).as("cut at %d", length).isEqualTo(10);
            journal.reopen();
            assertThat(dataOf(readable())).endsWith("e9", "next").hasSize(10);
            restore();
        }
    }

    @Test
    void file_truncatedWithinItsHeader_isAsIfItHadNotBeenBegun() throws IOException {
        journal.open().publish("a", "e13"); // in a segment of its own
        journal.close();
        Path last = journal.newestSegment();
        byte[] bytes = Files.readAllBytes(last);
        for (int length = 0; length < SegmentHeader.LENGTH; length++) {
            Files.write(last, Arrays.copyOf(bytes, length));
            journal.open();
            assertThat(dataOf(readable())).isEqualTo(events(1, 12));
            journal.close();
        }
        assertThat(journal.open().publish("a", "next")).isEqualTo(13);
    }

    @Test
    void zerosAtTheEnd_areCutOff() throws IOException {
        Files.write(segment, Arrays.copyOf(whole, whole.length + 10_000));
        journal.open();
        assertThat(dataOf(readable())).isEqualTo(events(1, 12));
        assertThat(Files.size(segment)).isEqualTo(whole.length);
        assertThat(journal.publish("a", "next")).isEqualTo(13);
    }

    /** Every bit of the fifth record, one by one: it alone is lost, and its place is told. */
    @Test
    void bitFlipped_anywhereInARecord_costsThatRecordAndIsTold() throws IOException {
        for (int at = ends.get(3); at < ends.get(4); at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            Files.write(segment, flipped);
            journal.open();
            assertThat(dataOf(journal.history(0, "a")))
                    .as("flipped at %d", at)
                    .isEqualTo(concat(events(1, 4), events(6, 12)));
            assertThat(journal.damages(0, "a")).as("flipped at %d", at).containsExactly(new Damage(4, 5));
            assertThat(dataOf(journal.fed)).isEqualTo(events(6, 12));
            assertThat(journal.fedAfter).isEqualTo(5);
            assertThat(journal.damages(0, "another/topic")).containsExactly(new Damage(4, 5));
            restore();
        }
    }

    @Test
    void bitFlipped_inTheFirstRecord_isTold() throws IOException {
        byte[] flipped = whole.clone();
        flipped[SegmentHeader.LENGTH + 3] ^= 1;
        Files.write(segment, flipped);
        journal.open();
        assertThat(dataOf(journal.history(0, "a"))).isEqualTo(events(2, 12));
        assertThat(journal.damages(0, "a")).containsExactly(new Damage(0, 1));
    }

    /** It was acknowledged, maybe: its position must not be given to another event. */
    @Test
    void bitFlipped_anywhereInTheLastRecord_neverGivesItsPositionsOutAgain() throws IOException {
        for (int at = ends.get(8); at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            Files.write(segment, flipped);
            journal.open();
            assertThat(dataOf(journal.history(0, "a"))).as("flipped at %d", at).isEqualTo(events(1, 9));
            assertThat(journal.publish("a", "next")).as("flipped at %d", at).isGreaterThan(12);
            assertThat(journal.damages(0, "a").get(0).after()).isEqualTo(9);
            journal.reopen();
            assertThat(dataOf(journal.history(0, "a"))).endsWith("e9", "next");
            assertThat(journal.damages(0, "a")).isNotEmpty();
            restore();
        }
    }

    @Test
    void bitFlipped_inTheHeaderOfASegment_costsNothing() throws IOException {
        for (int at = 0; at < SegmentHeader.LENGTH; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(segment, flipped);
            journal.open();
            assertThat(dataOf(readable())).as("flipped at %d", at).isEqualTo(events(1, 12));
            journal.close();
        }
    }

    /** The page cache would not show it, so the history is read for the first time. */
    @Test
    void bitFlipped_whileTheJournalIsOpen_isNoticedByWhoReadsThere() throws IOException {
        journal.open();
        byte[] flipped = whole.clone();
        flipped[ends.get(5) + RecordHeader.LENGTH + 7] ^= 1;
        Files.write(segment, flipped);
        assertThat(dataOf(journal.history(0, "a"))).isEqualTo(concat(events(1, 6), events(8, 12)));
        assertThat(journal.damages(0, "a")).containsExactly(new Damage(6, 7));
    }

    @Test
    void segmentThatIsMissing_isTold() throws IOException {
        for (int i = 13; i <= 15; i++) {
            journal.open().publish("a", "e" + i);
            journal.close();
        }
        Files.delete(journal.segments().get(2));
        journal.open();
        assertThat(dataOf(journal.history(0, "a"))).isEqualTo(concat(events(1, 13), events(15, 15)));
        assertThat(journal.damages(0, "a")).containsExactly(new Damage(13, 14));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomDamage_neverServesWhatIsNotWhole_norRepeatsOrReorders(int seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            byte[] damaged = whole.clone();
            int hits = 1 + random.nextInt(6);
            for (int i = 0; i < hits; i++) {
                int at = random.nextInt(damaged.length);
                int length = Math.min(damaged.length - at, 1 + random.nextInt(200));
                byte[] junk = new byte[length];
                random.nextBytes(junk);
                System.arraycopy(junk, 0, damaged, at, length);
            }
            Files.write(segment, damaged);
            journal.open();
            List<Read> read = journal.history(0, "a");
            assertThat(read).allSatisfy(one -> assertThat(one.data()).isEqualTo("e" + one.position()));
            assertThat(read.stream().map(Read::position)).isSorted().doesNotHaveDuplicates();
            long next = journal.publish("a", "next");
            assertThat(next)
                    .isGreaterThan(
                            read.isEmpty() ? 0 : read.get(read.size() - 1).position());
            // Each event is either there or within a damage that is told, but for a torn end.
            List<Damage> damages = journal.damages(0, "a");
            for (long position = 1; position < next; position++) {
                long wanted = position;
                assertThat(read.stream().anyMatch(one -> one.position() == wanted)
                                || damages.stream().anyMatch(one -> one.after() < wanted && wanted <= one.through()))
                        .as("seed %d, round %d, position %d", seed, round, position)
                        .isTrue();
            }
            restore();
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
