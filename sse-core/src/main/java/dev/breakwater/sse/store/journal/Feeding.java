package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.log.LogBounds;
import dev.breakwater.sse.store.ReplayStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the newest part of the journal to the log, as much as that can hold, when the journal is opened. */
final class Feeding {
    private final Segments segments;
    private final Texts texts = new Texts();

    Feeding(Segments segments) {
        this.segments = segments;
    }

    /** The position after which the log can hold all, roughly. */
    long after(LogBounds memory) {
        Segment[] all = segments.all();
        long newest = segments.newestPosition();
        long after = newest;
        long bytes = 0;
        for (int i = all.length - 1; i >= 0; i--) {
            Segment.End end = all[i].end();
            for (int b = end.blocks() - 1; b >= 0; b--) {
                Block block = all[i].block(b);
                bytes += all[i].blockEnd(b, end) - block.offset;
                if (bytes > memory.maxBytes()) {
                    return after;
                }
                after = block.after;
                if (newest - after >= memory.maxEvents()) {
                    return newest - memory.maxEvents();
                }
            }
        }
        return after;
    }

    void feed(long after, ReplayStore.Tail tail) throws IOException {
        Segment[] all = segments.all();
        for (int i = all.length == 0 ? 0 : Segments.indexAfter(all, after); i < all.length; i++) {
            Segment.End end = all[i].end();
            for (int b = 0; b < end.blocks(); b++) {
                if (all[i].blockThrough(b, end) > after) {
                    byte[] bytes = all[i].read(all[i].block(b).offset, all[i].blockEnd(b, end));
                    RecordWalk.walk(bytes, 0, bytes.length, new Records(bytes, after, tail));
                }
            }
        }
    }

    private final class Records implements RecordWalk.Visitor {
        private final byte[] bytes;
        private final long after;
        private final ReplayStore.Tail tail;

        Records(byte[] bytes, long after, ReplayStore.Tail tail) {
            this.bytes = bytes;
            this.after = after;
            this.tail = tail;
        }

        @Override
        public void record(int offset, RecordHeader header) {
            List<Long> positions = new ArrayList<>();
            List<EncodedEvent> events = new ArrayList<>();
            RecordBody.Visitor body =
                    (int index, List<String> topics, @Nullable String key, int frameOffset, int frameLength) -> {
                        if (header.first() + index > after) {
                            positions.add(header.first() + index);
                            events.add(EncodedEvent.sealed(
                                    topics, key, Arrays.copyOfRange(bytes, frameOffset, frameOffset + frameLength)));
                        }
                    };
            RecordBody.read(bytes, offset + RecordHeader.LENGTH, header, texts, body);
            if (!events.isEmpty()) {
                tail.accept(positions.stream().mapToLong(Long::longValue).toArray(), header.timestampMillis(), events);
            }
        }

        @Override
        public void damage(int offset, int length, boolean reachesEnd) {
            // Before what is fed.
        }
    }
}
