package dev.breakwater.sse.delivery;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A stream that comes while its shard's thread goes is ended once, and whoever waits for that is told. */
@JCStressTest
@State
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN, desc = "a stream that nobody ends, that ends twice, or whose end is not told")
public class CloseWakeStress {
    private final ShardUnderStress test = new ShardUnderStress();
    private final TransportUnderStress transport = new TransportUnderStress();
    private final StreamSubscription subscription = test.subscription(transport);

    public CloseWakeStress() {
        test.shard.close();
    }

    @Actor
    public void subscriber() {
        test.shard.take(subscription);
    }

    @Actor
    public void shard() {
        test.shard.run();
    }

    @Arbiter
    public void afterwards(III_Result result) {
        result.r1 = transport.ends();
        result.r2 = subscription.closed().toCompletableFuture().isDone() ? 1 : 0;
        result.r3 = test.shard.streams();
    }
}
