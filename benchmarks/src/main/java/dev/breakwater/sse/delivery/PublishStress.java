package dev.breakwater.sse.delivery;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** What is published while a shard looks at its audience is delivered, in this pass or because of a new mark. */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both events were delivered, once")
@Outcome(expect = Expect.FORBIDDEN, desc = "an event was missed or repeated")
@State
public class PublishStress {
    private final StressedShard shard = new StressedShard();

    @Actor
    public void publisher() {
        shard.publish(1);
        shard.publish(2);
    }

    @Actor
    public void shard() {
        shard.pass();
        shard.pass();
    }

    @Arbiter
    public void end(I_Result result) {
        shard.rest();
        result.r1 = shard.delivered();
    }
}
