package dev.breakwater.sse.delivery;

/** What can be posted to a shard. Each kind sees to it that it is posted once until it has run, which bounds the queue. */
@FunctionalInterface
interface ShardWork {
    /** Runs on the shard's thread. */
    void runOnShard();
}
