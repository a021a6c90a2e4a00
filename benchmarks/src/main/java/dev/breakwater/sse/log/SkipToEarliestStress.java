package dev.breakwater.sse.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A conflating reader that moves to the earliest event kept is told of what the move passed over. */
@JCStressTest
@State
@Outcome(id = "0, (1|12|123), (0|1)", expect = ACCEPTABLE, desc = "nothing was passed over")
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "nothing was passed over, and the loss came later")
@Outcome(id = "1, (2|3|23|0), (0|1)", expect = ACCEPTABLE, desc = "it was told")
@Outcome(id = "1, (1|12|123), (0|1)", expect = FORBIDDEN, desc = "it was told of a loss that is none")
@Outcome(expect = FORBIDDEN, desc = "it passed over an event and was not told")
public class SkipToEarliestStress {
    private final LogUnderStress log = LogUnderStress.tight();
    private final Cursor cursor = log.cursor("a");

    public SkipToEarliestStress() {
        log.appendA(1);
    }

    @Actor
    public void publisher() {
        log.appendA(2);
        log.appendA(3);
    }

    @Actor
    public void reader(III_Result result) {
        result.r1 = cursor.skipToEarliest() ? 1 : 0;
        result.r2 = log.read(cursor);
        result.r3 = cursor.isBehindRetention() ? 1 : 0;
    }
}
