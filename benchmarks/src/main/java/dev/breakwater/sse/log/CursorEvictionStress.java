package dev.breakwater.sse.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A reader in a log of one event, which is replaced under it twice, gets each event or knows that it has not. */
@JCStressTest
@State
@Outcome(id = "(1|12|123), (0|1)", expect = ACCEPTABLE, desc = "in order, and perhaps more to come or a loss later")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "nothing, and it knows of the loss")
@Outcome(expect = FORBIDDEN, desc = "a loss that it does not know of")
public class CursorEvictionStress {
    private final LogUnderStress log = LogUnderStress.tight();
    private final Cursor cursor = log.cursor("a");

    public CursorEvictionStress() {
        log.appendA(1);
    }

    @Actor
    public void publisher() {
        log.appendA(2);
        log.appendA(3);
    }

    @Actor
    public void reader(II_Result result) {
        result.r1 = log.read(cursor);
        result.r2 = cursor.isBehindRetention() ? 1 : 0;
    }
}
