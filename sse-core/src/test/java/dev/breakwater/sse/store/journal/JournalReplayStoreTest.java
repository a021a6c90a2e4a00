package dev.breakwater.sse.store.journal;

import static dev.breakwater.sse.store.journal.TestJournal.dataOf;
import static dev.breakwater.sse.store.journal.TestJournal.keyed;
import static dev.breakwater.sse.store.journal.TestJournal.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.log.LogBounds;
import dev.breakwater.sse.store.IdempotencyConflictException;
import dev.breakwater.sse.store.Publication;
import dev.breakwater.sse.store.Receipt;
import dev.breakwater.sse.store.Selection;
import dev.breakwater.sse.store.journal.TestJournal.Read;
import dev.breakwater.sse.topic.TopicPattern;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReplayStoreTest {
    @TempDir
    Path directory;

    private TestJournal journal;

    @AfterEach
    void close() {
        if (journal != null) {
            journal.close();
        }
    }

    private TestJournal opened() {
        journal = TestJournal.opened(directory);
        return journal;
    }

    private TestJournal opened(JournalConfig config) {
        journal = new TestJournal(config).open();
        return journal;
    }

    // Appending

    @Test
    void events_getPositionsFromOneOn_andReachTheTail() {
        opened();
        assertThat(journal.fedAfter).isZero();
        assertThat(journal.publish("a", "x")).isEqualTo(1);
        assertThat(journal.publishAll("b", "y", "z")).isEqualTo(new Receipt(2, 2, false));
        assertThat(journal.fed).containsExactly(new Read(1, "a", "x"), new Read(2, "b", "y"), new Read(3, "b", "z"));
    }

    @Test
    void events_afterAReopening_areFedAgain_andPositionsAndEpochGoOn() {
        opened().publish("a", 1, 100);
        String epoch = journal.store.epoch();
        List<Read> before = List.copyOf(journal.fed);
        journal.reopen();
        assertThat(journal.store.epoch()).isEqualTo(epoch);
        assertThat(journal.fed).isEqualTo(before).hasSize(100);
        assertThat(journal.publish("a", "101")).isEqualTo(101);
    }

    @Test
    void events_ofEveryKind_comeBackAsTheyWere() {
        opened();
        List<EncodedEvent> events = List.of(
                EncodedEvent.of(new SseEvent(List.of("a", "b/c"), "é\n\u2028😀", "näme", "kéy")),
                EncodedEvent.of(SseEvent.of("日本/東京", "")),
                EncodedEvent.of(SseEvent.of("a", "x".repeat(3_000_000))));
        now(journal.store.append(Publication.of(events)));
        List<byte[]> frames = events.stream()
                .map(event -> java.util.Arrays.copyOf(event.frame(), event.length()))
                .toList();
        List<EncodedEvent> fed = new ArrayList<>();
        journal.store.close();
        JournalReplayStore again = new JournalReplayStore(journal.config, journal.clock, new Random(1));
        again.open(TestJournal.ROOMY);
        again.feed((positions, timestamp, some) -> fed.addAll(some));
        again.close();
        for (int i = 0; i < events.size(); i++) {
            assertThat(fed.get(i).frame()).isEqualTo(frames.get(i));
            assertThat(fed.get(i).topics()).isEqualTo(events.get(i).topics());
            assertThat(fed.get(i).key()).isEqualTo(events.get(i).key());
        }
    }

    @Test
    void appendsOfManyPublishers_areInOneOrder_eachOfThemKeepingItsOwn() throws InterruptedException {
        opened();
        List<Thread> publishers = IntStream.range(0, 8)
                .mapToObj(p -> new Thread(() -> journal.publish("p" + p, 1, 500)))
                .toList();
        publishers.forEach(Thread::start);
        for (Thread publisher : publishers) {
            publisher.join();
        }
        assertThat(journal.fed.stream().map(Read::position))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 4_000).boxed().toList());
        for (int p = 0; p < 8; p++) {
            String topic = "p" + p;
            assertThat(journal.fed.stream().filter(read -> read.topic().equals(topic)))
                    .extracting(Read::data)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 500)
                            .mapToObj(String::valueOf)
                            .toList());
        }
        assertThat(journal.history(0, "**")).isEqualTo(journal.fed);
    }

    @Test
    void appending_toAStoreThatIsClosed_fails() {
        opened().close();
        assertThatThrownBy(() -> now(journal.store.append(TestJournal.event("a", "x"))))
                .hasRootCauseMessage("the replay store is not open");
    }

    @Test
    void closing_acknowledgesWhatWasAppended() {
        opened();
        List<CompletionStage<Receipt>> stages = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            stages.add(journal.store.append(TestJournal.event("a", "x")));
        }
        journal.store.close();
        assertThat(stages)
                .allSatisfy(stage -> assertThat(stage.toCompletableFuture()).isCompleted());
        assertThat(journal.open().fed).hasSize(1_000);
    }

    /** A client that read an event in the history before the log had it got it again from the log. */
    @Test
    void history_hasNothingThatTheLogHasNotBeenGivenYet() {
        journal = new TestJournal(directory);
        JournalReplayStore store = new JournalReplayStore(journal.config, journal.clock, new Random(1));
        journal.store = store;
        store.open(TestJournal.ROOMY);
        Selection everything = new Selection(List.of(TopicPattern.of("**")));
        List<Long> ahead = new ArrayList<>();
        store.feed((positions, timestamp, events) -> {
            long before = positions[0] - 1;
            ahead.add(now(store.history().read(before, everything)).through() - before);
        });
        for (int i = 0; i < 3; i++) {
            now(store.append(TestJournal.event("a", "x")));
        }
        assertThat(ahead).containsExactly(0L, 0L, 0L);
    }

    // Time

    @Test
    void timestamps_whenTheClockIsSetBack_stayAlsoOverAReopening() {
        opened().publish("a", "1");
        journal.clock.advance(Duration.ofDays(-1));
        journal.publish("a", "2");
        journal.reopen().publish("a", "3");
        assertThat(journal.timestamps).isSorted();
    }

    @Test
    void since_findsTheFirstEventAtAnInstantOrLater() {
        opened();
        List<Long> times = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            times.add(journal.clock.millis());
            journal.publish("a", "x".repeat(1_000));
            journal.clock.advance(Duration.ofSeconds(1));
        }
        journal.reopen();
        for (int i : new int[] {0, 1, 60, 61, 250, 499}) {
            assertThat(now(journal.store.history().beforeInstant(times.get(i)))).isEqualTo(i);
            assertThat(now(journal.store.history().beforeInstant(times.get(i) - 1)))
                    .isEqualTo(i);
        }
        assertThat(now(journal.store.history().beforeInstant(journal.clock.millis())))
                .isEqualTo(500);
    }

    // Reading

    @Test
    void history_ofOneOfManyTopics_isThatTopicOnly() {
        opened();
        for (int i = 0; i < 3_000; i++) {
            journal.store.append(TestJournal.event("busy/" + i % 3, "x".repeat(100)));
            if (i % 1_000 == 500) {
                journal.store.append(TestJournal.event("quiet", String.valueOf(i)));
            }
        }
        journal.publish("end", "x");
        for (int again = 0; again < 2; again++) {
            assertThat(dataOf(journal.history(0, "quiet"))).containsExactly("500", "1500", "2500");
            assertThat(journal.history(0, "busy/*")).hasSize(3_000);
            assertThat(journal.history(0, "busy/1", "quiet")).hasSize(1_003);
            assertThat(journal.history(0, "nobody", "no/**")).isEmpty();
            assertThat(journal.history(2_000, "**")).hasSize(1_004);
            journal.reopen();
        }
    }

    @Test
    void last_findsThePositionBeforeThatMany() {
        opened();
        for (int i = 1; i <= 3_000; i++) {
            journal.store.append(TestJournal.event(i % 10 == 0 ? "tenth" : "other", "x".repeat(100)));
        }
        journal.publish("end", "x");
        Selection tenth = new Selection(List.of(TopicPattern.of("tenth")));
        assertThat(now(journal.store.history().beforeLast(1, tenth, 3_001))).isEqualTo(2_999);
        assertThat(now(journal.store.history().beforeLast(250, tenth, 3_001))).isEqualTo(509);
        assertThat(now(journal.store.history().beforeLast(1, tenth, 2_999))).isEqualTo(2_989);
        assertThat(now(journal.store.history().beforeLast(301, tenth, 3_001))).isZero();
    }

    @Test
    void memory_isFedWithWhatItCanHold() {
        opened().publish("a", 1, 1_000);
        journal.withMemory(new LogBounds(100, 1 << 20, Duration.ofDays(1))).reopen();
        assertThat(journal.fedAfter).isEqualTo(900);
        assertThat(journal.fed).hasSize(100);
        assertThat(dataOf(journal.history(0, "a"))).hasSize(1_000);
    }

    // Idempotency

    @Test
    void repeat_isAnsweredWithTheFirstPositions_alsoAfterAReopening() {
        opened();
        assertThat(now(journal.store.append(keyed("k", "a", "x")))).isEqualTo(new Receipt(1, 1, false));
        journal.publish("a", "y");
        assertThat(now(journal.store.append(keyed("k", "a", "x")))).isEqualTo(new Receipt(1, 1, true));
        journal.reopen();
        assertThat(now(journal.store.append(keyed("k", "a", "x")))).isEqualTo(new Receipt(1, 1, true));
        assertThat(dataOf(journal.fed)).containsExactly("x", "y");
    }

    @Test
    void repeats_whileTheFirstIsStillInFlight_areAnsweredWithItsPosition() {
        opened();
        List<CompletionStage<Receipt>> stages = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            stages.add(journal.store.append(keyed("k", "a", "x")));
        }
        assertThat(stages).allSatisfy(stage -> assertThat(now(stage).first()).isEqualTo(1));
        assertThat(stages.stream().filter(stage -> !now(stage).repeated())).hasSize(1);
        assertThat(journal.fed).hasSize(1);
    }

    @Test
    void repeat_withOtherEvents_isAConflict_alsoAfterAReopening() {
        opened();
        now(journal.store.append(keyed("k", "a", "x")));
        journal.reopen();
        assertThatThrownBy(() -> now(journal.store.append(keyed("k", "a", "z"))))
                .hasRootCauseInstanceOf(IdempotencyConflictException.class);
        assertThat(journal.fed).hasSize(1);
    }

    // Retention

    private TestJournal filled(long maxEvents, long maxBytes, Duration maxAge) {
        opened(new JournalConfig(directory, maxEvents, maxBytes, maxAge));
        for (int i = 1; i <= 20_000; i++) {
            journal.store.append(TestJournal.event("busy", "x".repeat(100)));
            if (i == 100) {
                journal.store.append(TestJournal.event("quiet", "q"));
            }
        }
        journal.publish("busy", "end");
        journal.clock.advance(Duration.ofMinutes(1));
        journal.publish("busy", "end");
        journal.reopen();
        journal.publish("busy", "end");
        await().until(() -> journal.store.beginning() > 0);
        return journal;
    }

    @Test
    void retentionByCount_keepsWhatItShould_andGivesSpaceBack() {
        filled(2_000, 1 << 30, Duration.ofDays(1));
        await().untilAsserted(() -> assertThat(journal.store.events()).isBetween(2_000L, 2_100L));
        assertThat(size()).isLessThan(600_000);
        assertThat(journal.history(journal.store.beginning(), "**").size()).isEqualTo((int) journal.store.events());
    }

    @Test
    void retentionByBytes_givesSpaceBack() {
        filled(1_000_000, 1 << 20, Duration.ofDays(1));
        await().untilAsserted(() -> assertThat(size()).isLessThan((1 << 20) + (300 << 10)));
        assertThat(journal.store.events()).isGreaterThan(1_000);
    }

    @Test
    void retentionByAge_givesSpaceBack_alsoOfAJournalThatIsNotWrittenTo() {
        opened(new JournalConfig(directory, 1_000_000, 1 << 30, Duration.ofHours(1)));
        journal.publish("a", 1, 1_000);
        journal.clock.advance(Duration.ofHours(2));
        await().until(() -> journal.store.beginning() == 1_000);
        await().untilAsserted(() -> assertThat(journal.segments()).hasSize(1));
        assertThat(journal.publish("a", "next")).isEqualTo(1_001);
        journal.reopen();
        assertThat(journal.publish("a", "next")).isEqualTo(1_002);
    }

    @Test
    void quietTopic_whoseEventsAreOlderThanTheClient_hasLostNothing() {
        opened(new JournalConfig(directory, 1_000, 1 << 30, Duration.ofDays(1)));
        journal.publish("quiet", "q");
        journal.publish("busy", 1, 10_000);
        await().until(() -> journal.store.beginning() > 1_000);
        Selection quiet = new Selection(List.of(TopicPattern.of("quiet")));
        assertThat(journal.store.history().hasLost(1, quiet)).isFalse();
        assertThat(journal.store.history().hasLost(0, quiet)).isTrue();
        assertThat(journal.store.history().hasLost(1, new Selection(List.of(TopicPattern.of("busy")))))
                .isTrue();
        assertThat(journal.store.history().hasLost(1, new Selection(List.of(TopicPattern.of("*")))))
                .isTrue();
    }

    private long size() {
        return journal.segments().stream()
                .mapToLong(file -> file.toFile().length())
                .sum();
    }

    // Files

    @Test
    void directory_isLockedAgainstASecondStore() {
        opened();
        assertThatThrownBy(() -> TestJournal.opened(directory))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("in use by another server")
                .hasMessageContaining(directory.toString());
        journal.close();
        journal.open();
    }

    @Test
    void foreignFile_isRefusedByName() throws Exception {
        Files.writeString(directory.resolve("photo.jpg"), "x");
        assertThatThrownBy(() -> TestJournal.opened(directory))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("photo.jpg is none of a journal's");
        assertThat(Files.exists(directory.resolve("journal"))).isFalse();
    }

    @Test
    void otherVersion_isRefusedByNumber() throws Exception {
        opened().publish("a", "1");
        journal.close();
        Path identity = directory.resolve("journal");
        Files.writeString(identity, Files.readString(identity).replace("format 1", "format 2"));
        assertThatThrownBy(() -> TestJournal.opened(directory))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("has format 2");
    }

    @Test
    void otherVersionOfASegment_isRefusedByNumber() throws Exception {
        opened().publish("a", "1");
        journal.close();
        Path segment = journal.newestSegment();
        byte[] bytes = Files.readAllBytes(segment);
        byte[] header = new SegmentHeader(9, journal.store.epoch(), 1, 0).bytes();
        System.arraycopy(header, 0, bytes, 0, header.length);
        Files.write(segment, bytes);
        assertThatThrownBy(() -> TestJournal.opened(directory))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("has format 9");
    }

    @Test
    void segmentOfAnotherJournal_isRefused() throws Exception {
        opened().publish("a", "1");
        journal.close();
        Files.write(directory.resolve("00000000000000000002.events"), new SegmentHeader(1, "0therL1fe", 2, 0).bytes());
        assertThatThrownBy(() -> TestJournal.opened(directory)).hasMessageContaining("is of another one");
    }

    @Test
    void eventsWithoutTheirIdentity_areRefused() throws Exception {
        opened().publish("a", "1");
        journal.close();
        Files.delete(directory.resolve("journal"));
        assertThatThrownBy(() -> TestJournal.opened(directory)).hasMessageContaining("names their epoch");
    }

    @Test
    void file_whereADirectoryShouldBe_isRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "x");
        assertThatThrownBy(() -> TestJournal.opened(file)).isInstanceOf(JournalException.class);
    }

    @Test
    void bounds_thatAreNone_areRefused() {
        assertThatThrownBy(() -> new JournalConfig(directory, 0, 1 << 20, Duration.ofDays(1)))
                .hasMessage("journal events must be 1 or more: 0");
        assertThatThrownBy(() -> new JournalConfig(directory, 1, -1, Duration.ofDays(1)))
                .hasMessage("journal bytes must be 1048576 or more: -1");
        assertThatThrownBy(() -> new JournalConfig(directory, 1, 1 << 20, Duration.ZERO))
                .hasMessageContaining("journal age must be positive");
    }
}
