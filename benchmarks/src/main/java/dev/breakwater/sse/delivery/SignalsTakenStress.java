package dev.breakwater.sse.delivery;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A signal that comes while the shard takes the ones before it is not taken away unseen. */
@JCStressTest
@State
@Outcome(id = "(0|1), 1", expect = ACCEPTABLE, desc = "ended, with or without the event that came meanwhile")
@Outcome(expect = FORBIDDEN, desc = "a signal was lost")
public class SignalsTakenStress {
    private final ShardUnderStress test = new ShardUnderStress();
    private final TransportUnderStress transport = new TransportUnderStress();
    private final StreamSubscription subscription;

    public SignalsTakenStress() {
        subscription = test.subscribe(transport);
        transport.fill();
        test.publish();
        subscription.writable();
    }

    @Actor
    public void others() {
        transport.drain();
        subscription.close();
    }

    @Actor
    public void shard() {
        subscription.runOnShard();
        subscription.runOnShard();
    }

    @Arbiter
    public void afterwards(II_Result result) {
        test.settle();
        result.r1 = test.delivered();
        result.r2 = transport.ends();
    }
}
