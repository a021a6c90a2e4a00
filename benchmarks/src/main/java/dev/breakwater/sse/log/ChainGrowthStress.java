package dev.breakwater.sse.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** While the ring grows, what is kept is found, and what the head announces as well. */
@JCStressTest
@State
@Outcome(id = "2, (0|5|6)", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN, desc = "an entry that is kept was not found, or another one was")
public class ChainGrowthStress {
    private final ChainUnderStress chain = new ChainUnderStress();

    @Actor
    public void writer() {
        chain.append(4);
        chain.append(5);
    }

    @Actor
    public void reader(II_Result result) {
        long head = chain.head();
        result.r1 = chain.positionAt(1);
        result.r2 = head > 4 ? chain.positionAt(head - 1) : 0;
    }
}
