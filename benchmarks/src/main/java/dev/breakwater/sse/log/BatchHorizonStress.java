package dev.breakwater.sse.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Events that are appended at once are seen all or none, on topics and on patterns that are first read meanwhile. */
@JCStressTest
@State
@Outcome(id = "0, 0", expect = ACCEPTABLE)
@Outcome(id = "12, 12", expect = ACCEPTABLE)
@Outcome(id = "0, 12", expect = ACCEPTABLE, desc = "the second look came later")
@Outcome(expect = FORBIDDEN, desc = "half of what was appended at once")
public class BatchHorizonStress {
    private final LogUnderStress log = LogUnderStress.roomy();
    private final Cursor topics = log.cursor("a", "b");

    @Actor
    public void publisher() {
        log.appendAB(1);
    }

    @Actor
    public void reader(II_Result result) {
        result.r1 = log.read(topics);
        result.r2 = log.read(log.cursor("*"));
    }
}
