package dev.breakwater.benchmarks.load;

import static dev.breakwater.benchmarks.load.StreamText.buffer;
import static dev.breakwater.benchmarks.load.StreamText.chunked;
import static dev.breakwater.benchmarks.load.StreamText.data;
import static dev.breakwater.benchmarks.load.StreamText.event;
import static dev.breakwater.benchmarks.load.StreamText.events;
import static dev.breakwater.benchmarks.load.StreamText.untilClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EventParserTest {
    /** 3 is lost, 5 comes twice, 7 comes after 8, and the server owns up to a gap before 10, in which 9 is lost. */
    private static final String FAULTY = "retry: 3000\n\n: hello\n\n"
            + events(1, 2, 4, 5, 5, 6, 8, 7)
            + "event: breakwater.gap\ndata: {\"lost\":1}\nid: 1a-9\n\n"
            + events(10)
            + "event: breakwater.checkpoint\ndata:\nid: 1a-10\n\n"
            + ":\nretry: 4000\n\n"
            + "event: price\nid: 1a-11\ndata: " + data(11) + "\ndata: another line\n\n"
            + "data:" + data(12) + "\r\n\r\n"
            + "data: not one of ours\n\n";

    @Test
    void faults_streamSplitAtEveryByte_areCounted() {
        for (String response : new String[] {chunked(FAULTY, 37), chunked(FAULTY, 100_000), untilClose(FAULTY)}) {
            ByteBuffer in = buffer(response);
            for (int split = 0; split <= in.limit(); split++) {
                assertFaultsCounted(parse(in, 0, split, in.limit()), "split at " + split);
            }
        }
    }

    @Test
    void faults_everyByteAlone_areCounted() {
        ByteBuffer in = buffer(chunked(FAULTY, 53));
        int[] splits = new int[in.limit() + 1];
        for (int i = 0; i < splits.length; i++) {
            splits[i] = i;
        }
        assertFaultsCounted(parse(in, splits), "byte by byte");
    }

    @Test
    void cleanStream_splitAtEveryByte_hasNoFaults() {
        ByteBuffer in = buffer(chunked(events(1, 2, 3, 4, 5), 101));
        for (int split = 0; split <= in.limit(); split++) {
            LoadReport report = parse(in, 0, split, in.limit());
            assertThat(report.deliveries()).isEqualTo(5);
            assertThat(faults(report)).as("split at %d", split).isZero();
        }
    }

    @Test
    void firstEvent_notNumberOne_countsAsLoss() {
        ByteBuffer in = buffer(untilClose(event(3)));
        assertThat(parse(in, 0, in.limit()).losses()).isEqualTo(2);
    }

    @Test
    void latency_eventDueInWindow_isRecorded() {
        Tally tally = new Tally();
        tally.measure(2000, 4000);
        tally.receivedAt = 5_002_000;
        ByteBuffer in = buffer(untilClose(events(1, 2, 3, 4)));
        decoder(tally).decode(in, 0, in.limit());
        LoadReport report = tally.report();
        assertThat(report.deliveries()).isEqualTo(4);
        assertThat(report.measuredDeliveries()).isEqualTo(2);
        assertThat(report.latencyMillis(100)).isBetween(4.99, 5.01);
    }

    private static LoadReport parse(ByteBuffer in, int... splits) {
        Tally tally = new Tally();
        ResponseDecoder response = decoder(tally);
        for (int i = 1; i < splits.length; i++) {
            response.decode(in, splits[i - 1], splits[i]);
        }
        return tally.report();
    }

    private static ResponseDecoder decoder(Tally tally) {
        return new ResponseDecoder(new EventParser(new SequenceCheck(tally), tally));
    }

    private static void assertFaultsCounted(LoadReport report, String how) {
        assertThat(report.deliveries()).as("deliveries, %s", how).isEqualTo(10);
        assertThat(report.losses()).as("losses, %s", how).isEqualTo(2);
        assertThat(report.repeats()).as("repeats, %s", how).isEqualTo(1);
        assertThat(report.reorders()).as("reorders, %s", how).isEqualTo(1);
        assertThat(report.gapEvents()).as("gap events, %s", how).isEqualTo(1);
        assertThat(report.malformed()).as("malformed, %s", how).isEqualTo(1);
    }

    private static long faults(LoadReport report) {
        return report.losses() + report.repeats() + report.reorders() + report.gapEvents() + report.malformed();
    }
}
