package dev.breakwater.sse.delivery;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Who parks has either seen what was posted, or is woken by who posted it. */
@JCStressTest
@State
@Outcome(id = "0, (0|1)", expect = ACCEPTABLE, desc = "did not park")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "parked, and was woken")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "sleeps, with work in its inbox")
public class ParkStress {
    private final Inbox inbox = new Inbox(this::wake);
    private volatile int woken;

    private void wake() {
        woken = 1;
    }

    @Actor
    public void poster() {
        inbox.post(() -> {});
    }

    @Actor
    public void shard(II_Result result) {
        result.r1 = inbox.mayPark() ? 1 : 0;
    }

    @Arbiter
    public void afterwards(II_Result result) {
        result.r2 = woken;
    }
}
