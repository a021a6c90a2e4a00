package dev.breakwater.sse.delivery;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The shard goes to park twice while somebody posts twice: the wake that it got for the first post, which may come late,
 * must not cost it the second. A wake that comes early counts, as it does for {@code LockSupport}.
 */
@JCStressTest
@State
@Outcome(id = "0, (0|1|2), (0|1)", expect = ACCEPTABLE, desc = "did not park the second time")
@Outcome(id = "1, (1|2), (0|1)", expect = ACCEPTABLE, desc = "parked, and was woken since it had last looked")
@Outcome(expect = FORBIDDEN, desc = "sleeps, with work in its inbox")
public class ParkTwiceStress {
    private final AtomicInteger wakes = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Inbox inbox = new Inbox(wakes::incrementAndGet);
    private int wakesBefore;

    @Actor
    public void poster() {
        inbox.post(done::incrementAndGet);
        inbox.post(done::incrementAndGet);
    }

    @Actor
    public void shard(III_Result result) {
        inbox.mayPark();
        inbox.awake();
        ShardWork work = inbox.poll();
        if (work != null) {
            work.runOnShard();
        }
        wakesBefore = wakes.get();
        result.r1 = inbox.mayPark() ? 1 : 0;
    }

    @Arbiter
    public void afterwards(III_Result result) {
        result.r2 = wakes.get() - wakesBefore;
        result.r3 = done.get();
    }
}
