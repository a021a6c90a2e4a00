package dev.breakwater.sse.delivery;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Once a shard's thread has gone, those who post do the work, one at a time: two streams come, and both end. */
@JCStressTest
@State
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN, desc = "work that nobody did, or that two did at a time")
public class LateSignalsStress {
    private final ShardUnderStress test = new ShardUnderStress();
    private final TransportUnderStress one = new TransportUnderStress();
    private final TransportUnderStress other = new TransportUnderStress();
    private final StreamSubscription first = test.subscription(one);
    private final StreamSubscription second = test.subscription(other);

    public LateSignalsStress() {
        test.shard.close();
        test.shard.run();
    }

    @Actor
    public void subscriber() {
        test.shard.take(first);
    }

    @Actor
    public void otherSubscriber() {
        test.shard.take(second);
    }

    @Arbiter
    public void afterwards(III_Result result) {
        result.r1 = one.ends() * other.ends();
        result.r2 = first.closed().toCompletableFuture().isDone()
                        && second.closed().toCompletableFuture().isDone()
                ? 1
                : 0;
        result.r3 = test.shard.streams();
    }
}
