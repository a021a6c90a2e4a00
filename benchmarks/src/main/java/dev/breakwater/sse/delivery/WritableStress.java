package dev.breakwater.sse.delivery;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A client becomes writable while its shard looks, and finds it full, or not any more: what waits is delivered. */
@JCStressTest
@State
@Outcome(id = "1", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN, desc = "the stream stays blocked though its client can take more")
public class WritableStress {
    private final ShardUnderStress test = new ShardUnderStress();
    private final TransportUnderStress transport = new TransportUnderStress();

    public WritableStress() {
        test.subscribe(transport);
        transport.fill();
        test.publish();
    }

    @Actor
    public void container() {
        transport.drain();
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
