package dev.breakwater.sse.delivery;

/**
 * What becomes due for one stream by time alone: its next heartbeat, a new {@code retry:}, the end of the patience with a
 * client that takes nothing, and the end of its life. Owned by the shard's thread.
 */
final class Deadlines {
    /** A stream that is never silent is told its {@code retry:} anew after so many heartbeat intervals. */
    private static final int HEARTBEATS_TO_RETRY = 4;

    private static final long STALLED_NANOS = 1_000_000_000;
    private static final long FOR_EVER = Long.MAX_VALUE / 4;

    private final Shard shard;
    private long lastWrite;
    private long heartbeatAfter;
    private long retryToldAt;
    private long blockedSince;
    private long endOfLife;

    Deadlines(Shard shard) {
        this.shard = shard;
    }

    /** Everything begins now. */
    void begin() {
        lastWrite = shard.now();
        retryToldAt = lastWrite;
        blockedSince = lastWrite;
        drawHeartbeat();
        drawEndOfLife();
    }

    void wrote() {
        lastWrite = shard.now();
    }

    void heartbeatWritten() {
        lastWrite = shard.now();
        drawHeartbeat();
    }

    /** Has the client be told a {@code retry:} when so much time has gone. */
    void tellRetryAfter(long nanos) {
        retryToldAt = shard.now() + nanos - HEARTBEATS_TO_RETRY * heartbeatAfter;
    }

    void retryTold() {
        retryToldAt = shard.now();
    }

    void blocked() {
        blockedSince = shard.now();
    }

    boolean isHeartbeatDue() {
        return shard.now() - lastWrite >= heartbeatAfter;
    }

    boolean isRetryDue() {
        return shard.now() - retryToldAt >= HEARTBEATS_TO_RETRY * heartbeatAfter;
    }

    /** Whether a blocked client has taken nothing for so long that nobody should wait for it. */
    boolean isStalled() {
        return shard.now() - blockedSince > STALLED_NANOS;
    }

    /** Whether a blocked client has taken nothing for the write timeout. */
    boolean isTooSlow() {
        return shard.now() - blockedSince >= shard.settings().writeTimeout().toNanos();
    }

    boolean isLifeOver() {
        return shard.now() - endOfLife >= 0;
    }

    void endLifeAt(long when) {
        endOfLife = when;
    }

    void endLifeBy(long when) {
        endOfLife = endOfLife - when < 0 ? endOfLife : when;
    }

    /** Up to an eighth early, so that streams that were opened together do not all end together. */
    void drawEndOfLife() {
        long maxAge = shard.settings().maxAge().toNanos();
        endOfLife = shard.now() + (maxAge == 0 ? FOR_EVER : maxAge - shard.random(maxAge / 8));
    }

    /** When the first of them is due. */
    long next(boolean blocked) {
        long tooSlow = blockedSince + shard.settings().writeTimeout().toNanos();
        long due = blocked ? Math.min(tooSlow, shard.now() + heartbeatAfter) : lastWrite + heartbeatAfter;
        return Math.min(due, endOfLife);
    }

    /** Up to a quarter early, so that streams that were silent together do not all beat together. */
    private void drawHeartbeat() {
        long interval = shard.settings().heartbeat().toNanos();
        heartbeatAfter = interval - shard.random(interval / 4);
    }
}
