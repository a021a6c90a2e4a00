package dev.breakwater.sse.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What others post to a thread that parks when it has nothing to do. Parking cannot miss a post: the thread says that it
 * will park and then looks at the queue once more, and who posts adds to the queue and then looks whether the thread is
 * about to park.
 */
final class Inbox {
    private final Queue<ShardWork> posted = new ConcurrentLinkedQueue<>();
    private final Runnable wake;
    private volatile boolean parked;

    /**
     * An empty inbox.
     *
     * @param wake unparks the thread, now or when it next parks
     */
    Inbox(Runnable wake) {
        this.wake = wake;
    }

    // Any thread.

    void post(ShardWork work) {
        posted.add(work);
        if (parked) {
            parked = false;
            wake.run();
        }
    }

    // The thread that the inbox belongs to.

    @Nullable
    ShardWork poll() {
        return posted.poll();
    }

    /** Says that the thread is about to park; it must not if this returns false, because something was posted. */
    boolean mayPark() {
        parked = true;
        return posted.isEmpty();
    }

    /** Says that the thread is awake. */
    void awake() {
        parked = false;
    }
}
