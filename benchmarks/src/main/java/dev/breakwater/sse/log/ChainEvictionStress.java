package dev.breakwater.sse.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Who finds an entry gone sees that the chain says so: a gap is never hidden. */
@JCStressTest
@State
@Outcome(id = "1, (0|1)", expect = ACCEPTABLE, desc = "the entry, before it was let go")
@Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "nothing, and the chain says why")
@Outcome(id = "-1, 0", expect = FORBIDDEN, desc = "nothing, and the chain knows of no loss")
@Outcome(expect = FORBIDDEN)
public class ChainEvictionStress {
    private final ChainUnderStress chain = new ChainUnderStress();

    @Actor
    public void writer() {
        chain.evict(0);
    }

    @Actor
    public void reader(II_Result result) {
        result.r1 = chain.positionAt(0);
        result.r2 = (int) chain.evictedThrough();
    }
}
