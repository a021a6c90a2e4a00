package dev.breakwater.sse.delivery;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** For the JDK's Flight Recorder: a stream has its turn and gets its first bytes. Costs next to nothing unless recorded. */
@Name("dev.breakwater.StreamOpened")
@Label("Stream Opened")
@Description("An event stream that was let in gets its first bytes")
@Category("Breakwater")
@StackTrace(false)
final class StreamOpened extends Event {
    @Label("Waited")
    @Description("Since it was let in")
    @Timespan
    final long waited;

    private StreamOpened(long waitedNanos) {
        this.waited = waitedNanos;
    }

    static void record(long waitedNanos) {
        new StreamOpened(waitedNanos).commit();
    }
}
