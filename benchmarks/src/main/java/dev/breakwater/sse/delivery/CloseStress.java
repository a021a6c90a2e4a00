package dev.breakwater.sse.delivery;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A stream that is closed while it is written to, and found writable, ends once and for all. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "ended before the event")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "ended after the event")
@Outcome(expect = Expect.FORBIDDEN, desc = "did not end, or twice")
@State
public class CloseStress {
    private final StressedShard shard = new StressedShard();

    @Actor
    public void application() {
        shard.subscription.close();
    }

    @Actor
    public void container() {
        shard.subscription.writable();
    }

    @Actor
    public void shard() {
        shard.publish(1);
        shard.pass();
    }

    @Arbiter
    public void end(II_Result result) {
        shard.rest();
        result.r1 = shard.ends();
        result.r2 = shard.delivered();
    }
}
