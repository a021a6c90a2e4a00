package dev.breakwater.sse.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A reader finds its entry or nothing while a grown chain empties, starts a new ring and fills again. */
@JCStressTest
@State
@Outcome(id = "(5|-1), (0|6)", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN, desc = "an entry that is kept was not found, or another one was")
public class ChainShrinkStress {
    private final ChainUnderStress chain = new ChainUnderStress();

    public ChainShrinkStress() {
        chain.append(4);
        for (int sequence = 0; sequence < 4; sequence++) {
            chain.evict(sequence);
        }
    }

    @Actor
    public void writer() {
        chain.evict(4);
        chain.append(5);
    }

    @Actor
    public void reader(II_Result result) {
        result.r1 = chain.positionAt(4);
        result.r2 = chain.head() > 5 ? chain.positionAt(5) : 0;
    }
}
