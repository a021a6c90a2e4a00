package dev.breakwater.sse.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A reader of an entry that is let go, and whose slot the writer uses again, gets that entry or nothing. */
@JCStressTest
@State
@Outcome(id = "1, (0|5)", expect = ACCEPTABLE, desc = "the entry, before it was let go; the new one if it was there")
@Outcome(id = "-1, (0|5)", expect = ACCEPTABLE, desc = "nothing, after it was let go; the new one if it was there")
@Outcome(expect = FORBIDDEN, desc = "another entry")
public class ChainSlotReuseStress {
    private final ChainUnderStress chain = new ChainUnderStress();

    @Actor
    public void writer() {
        chain.evict(0);
        chain.append(4);
    }

    @Actor
    public void reader(II_Result result) {
        result.r1 = chain.positionAt(0);
        result.r2 = chain.head() > 4 ? chain.positionAt(4) : 0;
    }
}
