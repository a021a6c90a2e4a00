package dev.breakwater.sse.delivery;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** For the JDK's Flight Recorder: a stream has ended. Costs next to nothing unless recorded. */
@Name("dev.breakwater.StreamClosed")
@Label("Stream Closed")
@Description("An event stream has ended")
@Category("Breakwater")
@StackTrace(false)
final class StreamClosed extends Event {
    @Label("Reason")
    final String reason;

    @Label("Age")
    @Description("Since it was let in")
    @Timespan
    final long age;

    private StreamClosed(String reason, long ageNanos) {
        this.reason = reason;
        this.age = ageNanos;
    }

    static void record(CloseReason reason, long ageNanos) {
        new StreamClosed(reason.label(), ageNanos).commit();
    }
}
