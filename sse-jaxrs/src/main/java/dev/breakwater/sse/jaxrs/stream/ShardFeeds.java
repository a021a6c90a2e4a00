package dev.breakwater.sse.jaxrs.stream;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** The streams of an application on one shard, and what they share. Owned by the shard's thread. */
final class ShardFeeds {
    private final Executor thread;
    private final Map<BroadcastLog, Audience> audiences = new HashMap<>();
    private final Set<SinkStream> streams = new HashSet<>();
    private final SharedBatch batch = new SharedBatch();

    ShardFeeds(Executor thread) {
        this.thread = thread;
    }

    /** The shard's thread. */
    Executor thread() {
        return thread;
    }

    void add(SinkStream stream) {
        streams.add(stream);
    }

    void remove(SinkStream stream) {
        streams.remove(stream);
    }

    Audience join(SinkStream stream, BroadcastLog log) {
        Audience audience = audiences.computeIfAbsent(log, key -> new Audience(thread, key));
        audience.add(stream);
        return audience;
    }

    void leave(SinkStream stream, Audience audience) {
        audience.remove(stream);
        if (audience.isEmpty()) {
            audiences.remove(audience.log());
        } else {
            audience.moved();
        }
        audience.log().left(audience);
    }

    SharedBatch batch() {
        return batch;
    }

    /** Ends all streams with the application. */
    void end() {
        Set.copyOf(streams).forEach(SinkStream::endWithServer);
    }
}
