package dev.breakwater.sse.delivery;

/**
 * What a stream delivers that an application feeds by itself, instead of reading the hub's log. Bounded by whoever makes it.
 *
 * <p>The stream's shard calls all of it, on its one thread, which many other streams depend on: so nothing here may block or
 * call code of the application.
 */
public interface Feed {
    /** The stream is open, and can be told from now on that there is something to deliver. Once, before all else. */
    void opened(Outlet outlet);

    /**
     * The next blocks in the event stream format, and moves on past them.
     *
     * @param most how many bytes they have at most, but for a single event that is larger
     * @param pass the same for all streams of a shard that are given something in one pass of it
     * @return empty if nothing waits; not to be changed any more
     */
    byte[] next(int most, long pass);

    /** How many events {@link #next} has given the last time. */
    int events();

    /** The transport has taken what {@link #next} has given last. Does not come if the client is gone. */
    void delivered();

    /** The client takes nothing more for now. */
    void mustWait();

    /** Whether {@link #next} would give something. */
    boolean hasMore();

    /** Whether nothing more will ever come, so that the stream can end. */
    boolean isOver();

    /** Whether more waits for a client that takes nothing now than may wait, so that its stream must end. */
    boolean isOvertaken();

    /** How many events the client is behind. */
    long lag();

    /** Whether the application itself tells the client when to come back, so that the server does not but at the end. */
    boolean tellsRetry();

    /** Nothing more is written: the stream ends. Once at most. */
    void ended(CloseReason why);
}
