package dev.breakwater.sse.delivery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One question to each stream of a shard. The shard asks some of them in each pass: thousands in one go would hold up
 * every delivery for as long as that takes.
 */
final class Census implements ShardWork {
    private static final int ASKED_IN_A_PASS = 256;

    private final Shard shard;
    private final ToLongFunction<ShardStream> question;
    private final CompletableFuture<long[]> result = new CompletableFuture<>();

    // The shard's thread only, from here on.
    private ShardStream @Nullable [] streams;
    private long[] answers = {};
    private int asked;

    /** To be posted to that shard, once. */
    Census(Shard shard, ToLongFunction<ShardStream> question) {
        this.shard = shard;
        this.question = question;
    }

    /** The answers of those that were open when the shard came to it; who ends before its turn answers as one that has. */
    CompletionStage<long[]> result() {
        return result;
    }

    @Override
    public void runOnShard() {
        ShardStream[] all = streams;
        if (all == null) {
            all = shard.openStreams();
            streams = all;
            answers = new long[all.length];
        }
        int through = Math.min(all.length, asked + ASKED_IN_A_PASS);
        for (; asked < through; asked++) {
            answers[asked] = question.applyAsLong(all[asked]);
        }
        if (asked == all.length) {
            result.complete(answers);
        } else {
            shard.post(this);
        }
    }
}
