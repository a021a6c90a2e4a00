package dev.breakwater.sse.delivery;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A thread that parks never misses what is posted at the same time: it sees it, or it is woken. */
@JCStressTest
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "saw the post")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "saw the post, and was woken besides")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "parked and was woken")
@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "parked for ever with work in the inbox")
@State
public class InboxStress {
    private boolean woken;
    private final Inbox inbox = new Inbox(() -> woken = true);

    @Actor
    public void publisher() {
        inbox.post(() -> {});
    }

    @Actor
    public void shard(ZZ_Result result) {
        result.r1 = inbox.mayPark();
    }

    @Arbiter
    public void end(ZZ_Result result) {
        result.r2 = woken;
    }
}
