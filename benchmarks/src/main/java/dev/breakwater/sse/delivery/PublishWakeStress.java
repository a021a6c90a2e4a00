package dev.breakwater.sse.delivery;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The publisher appends and then marks the audience dirty; the shard cleans the mark and then reads the horizon. Either
 * the shard sees the event, or the mark is set again: after both, nothing is left behind.
 */
@JCStressTest
@State
@Outcome(id = "2", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN, desc = "an event waits, and nobody will tell the shard")
public class PublishWakeStress {
    private final ShardUnderStress test = new ShardUnderStress();

    public PublishWakeStress() {
        test.subscribe(new TransportUnderStress());
    }

    @Actor
    public void publisher() {
        test.publish();
        test.publish();
    }

    @Actor
    public void shard() {
        test.shard.pass();
        test.shard.pass();
    }

    @Arbiter
    public void afterwards(I_Result result) {
        test.settle();
        result.r1 = test.delivered();
    }
}
