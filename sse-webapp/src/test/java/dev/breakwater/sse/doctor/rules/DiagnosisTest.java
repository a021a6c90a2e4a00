package dev.breakwater.sse.doctor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.doctor.measure.ComeBackSeen;
import dev.breakwater.sse.doctor.measure.Departure;
import dev.breakwater.sse.doctor.measure.EchoSeen;
import dev.breakwater.sse.doctor.measure.ErrorSeen;
import dev.breakwater.sse.doctor.measure.HeaderTry;
import dev.breakwater.sse.doctor.measure.Measurements;
import dev.breakwater.sse.doctor.measure.StreamEnd;
import dev.breakwater.sse.doctor.measure.StreamSeen;
import dev.breakwater.sse.doctor.measure.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The rules, on measurements of paths that are imagined. The server's clock is 1,000,000 ms ahead. */
final class DiagnosisTest {
    private static final double AHEAD = 1_000_000;
    private static final double HEARTBEAT = 15_000;

    private final List<StreamSeen> streams = new ArrayList<>();
    private final List<ErrorSeen> errors = new ArrayList<>();
    private final List<HeaderTry> headerTries = new ArrayList<>();
    private Map<String, String> answers = Map.of();
    private String arrivedId = "e-1";
    private Departure departure = new Departure(0, 3_000, 50, 10_000);
    private ComeBackSeen comeBack = new ComeBackSeen(200, "text/event-stream", "retry: 1000\n\n");

    private Report diagnose() {
        List<EchoSeen> echoes = new ArrayList<>();
        // The slow one must not count: its time there and back says nothing.
        for (double roundTrip : new double[] {400, 10, 30}) {
            echoes.add(new EchoSeen(
                    100,
                    100 + roundTrip,
                    AHEAD + 100 + (roundTrip > 300 ? 399 : roundTrip / 2),
                    "one",
                    "HTTP/1.1",
                    "",
                    arrivedId,
                    Map.of(),
                    answers));
        }
        return Diagnosis.of(new Measurements(
                "http://path/",
                "terminal",
                HEARTBEAT,
                "e-1",
                echoes,
                errors,
                streams,
                headerTries,
                comeBack,
                departure));
    }

    private List<Symptom> faults() {
        return diagnose().findings().stream()
                .filter(Finding::fault)
                .map(Finding::symptom)
                .toList();
    }

    private Finding only(Symptom symptom) {
        List<Finding> found = diagnose().findings();
        assertThat(found).extracting(Finding::symptom).containsExactly(symptom);
        return found.get(0);
    }

    /** Ticks that are late by so much. */
    private static List<Tick> ticks(int count, double every, IntToDoubleFunction bytes, IntToDoubleFunction late) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double madeAt = 1_000 + i * every;
            ticks.add(new Tick(
                    i, AHEAD + madeAt, i * 60L, (int) bytes.applyAsDouble(i), madeAt + 5 + late.applyAsDouble(i)));
        }
        return ticks;
    }

    private void stream(String name, int silence, StreamEnd end, double millis, List<Tick> ticks) {
        stream(name, silence, end, millis, ticks, Map.of("content-type", "text/event-stream"), "id-" + streams.size());
    }

    private void stream(
            String name,
            int silence,
            StreamEnd end,
            double millis,
            List<Tick> ticks,
            Map<String, String> headers,
            String id) {
        streams.add(new StreamSeen(
                name,
                0,
                silence,
                Math.max(1, ticks.size()),
                id,
                "",
                200,
                headers,
                "http/1.1",
                1_000,
                1_010,
                1_010,
                1_000 + millis,
                end,
                "",
                ticks));
    }

    private void quickOnes(IntToDoubleFunction late300, IntToDoubleFunction late500) {
        stream("ticks", 0, StreamEnd.COMPLETE, 3_600, ticks(12, 300, i -> 0, late300));
        stream("total", 0, StreamEnd.COMPLETE, 12_000, ticks(24, 500, i -> 0, late500));
    }

    @Test
    void path_whereAllIsInTime_isHealthy() {
        quickOnes(i -> 3, i -> 4);
        stream("silence", 20_000, StreamEnd.COMPLETE, 20_100, List.of());

        Report report = diagnose();

        assertThat(report.findings()).isEmpty();
        assertThat(report.isHealthy()).isTrue();
        assertThat(report.verdict()).startsWith("The path is healthy");
        assertThat(report.figures())
                .containsEntry("request there and back", "10 ms")
                .containsEntry("silences that were kept", "20.0 s");
    }

    @Test
    void machine_thatWasBusyForAWhile_isNoFault() {
        quickOnes(i -> 150, i -> 10);
        assertThat(faults()).isEmpty();
    }

    @Test
    void ticks_allLateByTheSame_areDelayed() {
        quickOnes(i -> 207, i -> 208);

        Finding delayed = only(Symptom.DELAYED);
        assertThat(delayed.what()).isEqualTo("Every event arrives 207 ms late.");
        assertThat(delayed.mends().get(0).setting()).contains("option http-no-delay");
    }

    /** The kernel sends sooner when a busy machine has had it wait for something else first. */
    @Test
    void ticks_lessLateForAWhile_areDelayedAllTheSame() {
        quickOnes(i -> 127, i -> 207);
        assertThat(only(Symptom.DELAYED).what()).isEqualTo("Every event arrives 207 ms late.");
    }

    @Test
    void ticks_lateByTheirOwnPace_areOneBehind() {
        quickOnes(i -> i == 11 ? 2 : 300, i -> i == 23 ? 2 : 500);
        assertThat(only(Symptom.ONE_BEHIND).mends()).isNotEmpty();
    }

    @Test
    void ticks_thatComeTogetherAtTheEnd_areHeld() {
        answers = Map.of("server", "nginx/1.22.1");
        quickOnes(i -> (11 - i) * 300, i -> (23 - i) * 500);
        stream("flood", 0, StreamEnd.COMPLETE, 3_000, ticks(100, 20, i -> 512, i -> Math.max(0, (50 - i) * 20)));

        Finding held = only(Symptom.HELD);
        assertThat(held.what()).contains("until about 4 KB are there");
        assertThat(held.recognised()).isTrue();
        assertThat(held.mends()).extracting(Mend::where).containsExactly("nginx", "ingress-nginx");
    }

    @Test
    void ticks_lateAndCompressed_areTheCompressors() {
        stream(
                "ticks",
                0,
                StreamEnd.COMPLETE,
                3_600,
                ticks(12, 300, i -> 0, i -> (11 - i) * 300),
                Map.of("content-encoding", "gzip"),
                "a");

        assertThat(only(Symptom.COMPRESSED).evidence().get(0)).contains("Content-Encoding: gzip");
    }

    @Test
    void largeTicks_lateInBothStreams_areHeld() {
        quickOnes(i -> 3, i -> 4);
        for (int times = 0; times < 2; times++) {
            stream("sizes", 0, StreamEnd.COMPLETE, 5_400, ticks(18, 300, i -> i / 6 * 4_500, i -> i < 6 ? 3 : 300));
        }
        assertThat(only(Symptom.HELD_LARGE).what()).startsWith("Events of 5 KB and more arrive late");
    }

    @Test
    void largeTicks_lateInOneStreamOnly_areNoFault() {
        quickOnes(i -> 3, i -> 4);
        stream("sizes", 0, StreamEnd.COMPLETE, 5_400, ticks(18, 300, i -> i / 6 * 4_500, i -> i < 12 ? 3 : 120));
        stream("sizes", 0, StreamEnd.COMPLETE, 5_400, ticks(18, 300, i -> i / 6 * 4_500, i -> 3));
        assertThat(faults()).isEmpty();
    }

    @Test
    void silence_cutBeforeAHeartbeat_isAFaultAndAfterItIsNone() {
        stream("silence", 5_000, StreamEnd.COMPLETE, 5_100, List.of());
        stream("silence", 18_000, StreamEnd.BROKEN, 10_000, List.of());
        Finding cut = only(Symptom.IDLE_CUT);
        assertThat(cut.fault()).isTrue();
        assertThat(cut.what()).isEqualTo("A stream that is silent for 10.0 s is cut.");
        assertThat(cut.evidence()).contains("one that was silent for 5.0 s was kept");
        assertThat(cut.mends().get(cut.mends().size() - 1).setting()).startsWith("breakwater.heartbeat=3s");

        streams.clear();
        stream("silence", 65_000, StreamEnd.EARLY, 60_000, List.of());
        assertThat(only(Symptom.IDLE_LIMIT).fault()).isFalse();
    }

    @Test
    void streams_cutAtOneAge_haveALimitOnTheWhole() {
        stream("total", 0, StreamEnd.BROKEN, 30_000, ticks(30, 1_000, i -> 0, i -> 0));
        stream("silence", 35_000, StreamEnd.BROKEN, 30_100, List.of());

        assertThat(only(Symptom.TOTAL_CUT).what()).contains("was cut after 30.0 s");
    }

    @Test
    void twins_withOneName_shareAStream() {
        Map<String, String> stripped = Map.of("x-varnish", "5");
        stream("twin", 0, StreamEnd.COMPLETE, 1_000, List.of(), stripped, "same");
        stream("twin", 0, StreamEnd.COMPLETE, 1_000, List.of(), stripped, "same");

        Finding shared = only(Symptom.SHARED);
        assertThat(shared.evidence()).anyMatch(each -> each.contains("no Cache-Control at all"));
        assertThat(shared.mends().get(0).where()).isEqualTo("Varnish");
    }

    @Test
    void passage_ofHeadersAndAnswers_isChecked() {
        arrivedId = "";
        assertThat(only(Symptom.ID_LOST).mends()).hasSizeGreaterThan(3);
        arrivedId = "e-1";

        comeBack = new ComeBackSeen(503, "text/html", "<html>");
        assertThat(faults()).containsExactly(Symptom.COME_BACK);
        comeBack = new ComeBackSeen(200, "text/event-stream", "retry: 1000\n\n");

        headerTries.add(new HeaderTry(256, 200, 256));
        headerTries.add(new HeaderTry(7_000, 431, 0));
        assertThat(faults()).isEmpty();
        headerTries.add(new HeaderTry(1_024, 400, 0));
        assertThat(faults()).containsExactly(Symptom.HEADERS);
        headerTries.clear();

        errors.add(new ErrorSeen("POST doctor/ticket", 502, 100, Map.of("server", "Caddy")));
        assertThat(only(Symptom.ERRORS).mends().get(0).where()).isEqualTo("Caddy");
    }

    @Test
    void departure_thatNobodyNotices_isAFaultAndWhatAWriteShowsIsNone() {
        departure = new Departure(0, 3_000, -1, 10_000);
        assertThat(only(Symptom.GHOSTS).fault()).isTrue();

        departure = new Departure(0, 3_000, 3_500, 10_000);
        assertThat(only(Symptom.SILENT_DEPARTURE).fault()).isFalse();
    }

    @Test
    void everySymptomWithAFault_hasMendsForEachCandidate() {
        for (Symptom symptom : List.of(
                Symptom.HELD,
                Symptom.COMPRESSED,
                Symptom.SHARED,
                Symptom.ID_LOST,
                Symptom.IDLE_CUT,
                Symptom.TOTAL_CUT)) {
            assertThat(Mends.of(symptom, Set.of())).as(symptom.label()).hasSizeGreaterThan(5);
        }
        for (Symptom symptom : List.of(
                Symptom.NO_STREAM,
                Symptom.ERRORS,
                Symptom.ONE_BEHIND,
                Symptom.HELD_LARGE,
                Symptom.DELAYED,
                Symptom.COME_BACK,
                Symptom.GHOSTS,
                Symptom.HEADERS)) {
            assertThat(Mends.of(symptom, Set.of())).as(symptom.label()).isNotEmpty();
        }
    }
}
