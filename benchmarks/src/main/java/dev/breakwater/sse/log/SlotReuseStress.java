package dev.breakwater.sse.log;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;

/** A reader whose entry is let go, and its slot used again, gets that entry or is told; never another one. */
@JCStressTest
@Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "came in time")
@Outcome(id = "1, true", expect = Expect.ACCEPTABLE, desc = "came in time, and it was let go after")
@Outcome(id = "0, true", expect = Expect.ACCEPTABLE, desc = "came too late, and is told")
@Outcome(expect = Expect.FORBIDDEN, desc = "got another entry, or was not told")
@State
public class SlotReuseStress {
    private static final int KEPT = 4;

    private final StressedLog log = new StressedLog(KEPT);
    private final Cursor cursor = log.cursor("a");

    public SlotReuseStress() {
        for (long position = 1; position <= KEPT; position++) {
            log.publish("a", position);
        }
    }

    @Actor
    public void publisher() {
        for (long position = KEPT + 1; position <= 2 * KEPT; position++) {
            log.publish("a", position);
        }
    }

    @Actor
    public void reader(JZ_Result result) {
        LogEntry entry = cursor.peek(log.log.horizon());
        result.r1 = entry == null ? 0 : entry.position();
        result.r2 = cursor.isBehindRetention();
    }
}
