package dev.breakwater.sse.delivery;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** An event that is published while its first subscriber joins the audience is delivered all the same. */
@JCStressTest
@State
@Outcome(id = "1", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN, desc = "an event waits, and nobody will tell the shard")
public class SubscribeWakeStress {
    private final ShardUnderStress test = new ShardUnderStress();

    public SubscribeWakeStress() {
        test.shard.take(test.subscription(new TransportUnderStress()));
    }

    @Actor
    public void publisher() {
        test.publish();
    }

    @Actor
    public void shard() {
        test.shard.pass();
        test.shard.pass();
        test.shard.pass();
    }

    @Arbiter
    public void afterwards(I_Result result) {
        test.settle();
        result.r1 = test.delivered();
    }
}
