package dev.breakwater.sse.log;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A reader of two topics never gets the second event without the first, whichever chain it looks at first. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "came before both")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "came between them")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "came after both")
@Outcome(expect = Expect.FORBIDDEN, desc = "an event was lost or overtaken")
@State
public class HorizonStress {
    private final StressedLog log = new StressedLog(16);
    private final Cursor cursor = log.cursor("a", "b");

    @Actor
    public void publisher() {
        log.publish("a", 1);
        log.publish("b", 2);
    }

    @Actor
    public void reader(JJ_Result result) {
        long horizon = log.log.horizon();
        result.r1 = next(horizon);
        result.r2 = next(horizon);
    }

    private long next(long horizon) {
        LogEntry entry = cursor.peek(horizon);
        if (entry == null) {
            return 0;
        }
        cursor.advance(entry);
        return entry.position();
    }
}
