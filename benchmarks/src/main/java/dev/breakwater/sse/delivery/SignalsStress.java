package dev.breakwater.sse.delivery;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Signals of several threads share one word, and the first of them posts the stream for all: none is lost. Two actors, as
 * the rest, so that two processors are enough to run it.
 */
@JCStressTest
@State
@Outcome(id = "(0|1), 1", expect = ACCEPTABLE, desc = "ended, with or without the event that came meanwhile")
@Outcome(expect = FORBIDDEN, desc = "a signal was lost")
public class SignalsStress {
    private final ShardUnderStress test = new ShardUnderStress();
    private final TransportUnderStress transport = new TransportUnderStress();
    private final StreamSubscription subscription;

    public SignalsStress() {
        subscription = test.subscribe(transport);
        transport.fill();
        test.publish();
    }

    @Actor
    public void container() {
        transport.drain();
    }

    @Actor
    public void application() {
        subscription.close();
    }

    @Arbiter
    public void afterwards(II_Result result) {
        test.settle();
        result.r1 = test.delivered();
        result.r2 = transport.ends() == 1
                        && subscription.closed().toCompletableFuture().getNow(CloseReason.ERROR)
                                == CloseReason.APPLICATION
                ? 1
                : 0;
    }
}
