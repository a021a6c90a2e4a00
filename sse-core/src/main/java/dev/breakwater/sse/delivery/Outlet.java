package dev.breakwater.sse.delivery;

import java.util.concurrent.Executor;

/** The stream of a {@link Feed}, as the feed sees it. */
public interface Outlet {
    /** There is something new to deliver, or nothing more will come. Any thread. */
    void wake();

    /** The same, on {@link #thread} only: costs less. */
    void more();

    /** Ends the stream for a reason, without delivering what waits. Any thread. */
    void end(EndReason why);

    /**
     * The one thread on which the feed is called. Who gives it work gives it each piece once until it has run, or the
     * queue has no bound. The same object for all streams of a shard.
     */
    Executor thread();

    /** Why a feed ends its stream. */
    enum EndReason {
        /** More waits for the client than may wait. */
        TOO_SLOW,
        /** The application is shutting down. */
        SERVER
    }
}
