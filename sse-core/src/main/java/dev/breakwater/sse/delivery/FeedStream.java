package dev.breakwater.sse.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * The stream of one client that an application feeds. It begins with its headers alone, and has its {@code retry:} within
 * the block of an event or of a heartbeat: clients of JAX-RS take any other block for an event.
 */
final class FeedStream extends ShardStream implements Outlet {
    private static final int WOKEN = FIRST_OF_SUBCLASS;
    private static final int OVERTAKEN = FIRST_OF_SUBCLASS << 1;
    private static final int SERVER_ENDS = FIRST_OF_SUBCLASS << 2;

    /** An empty line, which means nothing. Not a comment: Jersey's client takes a block that has no more for an event. */
    private static final byte[] NOTHING = {'\n'};

    /** A stream is not told when to come back before it is this old: a client that asks again and again has its own pace. */
    private static final long RETRY_AFTER_NANOS = Duration.ofSeconds(5).toNanos();

    private final Feed feed;

    FeedStream(Shard shard, Transport transport, Feed feed) {
        super(shard, transport);
        this.feed = feed;
    }

    // Any thread.

    @Override
    public void wake() {
        signal(WOKEN);
    }

    @Override
    public void end(EndReason why) {
        signal(why == EndReason.TOO_SLOW ? OVERTAKEN : SERVER_ENDS);
    }

    @Override
    public Executor thread() {
        return shard;
    }

    // The shard's thread.

    @Override
    public void more() {
        grew();
    }

    @Override
    void takeMore(int taken) {
        if ((taken & WOKEN) != 0) {
            grew();
        }
        if ((taken & OVERTAKEN) != 0) {
            end(CloseReason.TOO_SLOW);
        }
        if ((taken & SERVER_ENDS) != 0) {
            end(CloseReason.SERVER);
        }
    }

    @Override
    void join() {
        deadlines.tellRetryAfter(RETRY_AFTER_NANOS);
        feed.opened(this);
    }

    @Override
    void leave(CloseReason why) {
        feed.ended(why);
    }

    @Override
    void deliver(long horizon) {
        if (!beginsToDeliver()) {
            feed.mustWait();
            return;
        }
        try {
            byte[] block = takeControl();
            if (block != null) {
                write(block);
            } else {
                deliverFed();
            }
            if (isOpen() && !hasControl() && feed.isOver()) {
                end(CloseReason.APPLICATION);
            }
            endIfDone();
        } catch (IOException clientGone) {
            end(CloseReason.CLIENT_GONE);
        }
    }

    private void deliverFed() throws IOException {
        byte[] blocks = feed.next(shard.settings().maxWriteBytes(), shard.now());
        if (blocks.length > 0) {
            shard.counters().events.add(feed.events());
            write(withRetryIfDue(blocks));
            feed.delivered();
        } else if (isOvertaken()) {
            end(CloseReason.TOO_SLOW);
        }
    }

    private void write(byte[] bytes) throws IOException {
        if (!writeToTransport(bytes, 0, bytes.length)) {
            feed.mustWait();
        } else if (hasControl() || feed.hasMore()) {
            becomePending();
        }
    }

    @Override
    byte[] heartbeat() {
        return withRetryIfDue(NOTHING);
    }

    /** Waits for the next event or heartbeat. */
    @Override
    void tellRetry() {}

    private byte[] withRetryIfDue(byte[] blocks) {
        if (!deadlines.isRetryDue() || feed.tellsRetry()) {
            return blocks;
        }
        deadlines.retryTold();
        byte[] line = ("retry: " + shard.drawRetry().toMillis() + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(line, line.length + blocks.length);
        System.arraycopy(blocks, 0, bytes, line.length, blocks.length);
        return bytes;
    }

    @Override
    boolean hasAll() {
        return !feed.hasMore();
    }

    @Override
    boolean isOvertaken() {
        return feed.isOvertaken();
    }

    @Override
    boolean readsHistory() {
        return false;
    }

    @Override
    long lag() {
        return isOpen() ? feed.lag() : 0;
    }

    /** Holds up nobody who publishes to the hub. */
    @Override
    long nextPosition() {
        return Long.MAX_VALUE;
    }

    @Override
    void connectionGiven() {}
}
