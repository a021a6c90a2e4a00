package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.store.Damage;
import dev.breakwater.sse.store.Page;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes pages of blocks. One thread at a time. */
final class PageReader {
    private final Texts texts = new Texts();

    /** Reads a block as of an end of its segment; what is damaged is named in the page, never served. */
    Page read(Segment segment, int index, Segment.End asOf) throws IOException {
        Block block = segment.block(index);
        byte[] bytes = segment.read(block.offset, segment.blockEnd(index, asOf));
        Reading reading = new Reading(bytes, block.after);
        RecordWalk.walk(bytes, 0, bytes.length, reading);
        Page page = reading.page(segment.blockThrough(index, asOf));
        if (!page.damages().isEmpty()) {
            block.damaged = true;
        }
        return page;
    }

    private final class Reading implements RecordWalk.Visitor, RecordBody.Visitor {
        private final byte[] bytes;
        private final Page.Builder page;
        private long position;
        private long first;
        private long timestampMillis;

        Reading(byte[] bytes, long after) {
            this.bytes = bytes;
            this.page = new Page.Builder(after);
            this.position = after;
        }

        @Override
        public void record(int offset, RecordHeader header) {
            if (header.first() <= position) {
                return; // not in its place: as good as damaged
            }
            if (header.first() > position + 1) {
                page.addDamage(new Damage(position, header.first() - 1));
            }
            first = header.first();
            timestampMillis = header.timestampMillis();
            RecordBody.read(bytes, offset + RecordHeader.LENGTH, header, texts, this);
            position = header.last();
        }

        @Override
        public void damage(int offset, int length, boolean reachesEnd) {
            // Positions that are missing show at the next record, or at the end.
        }

        @Override
        public void event(int index, List<String> topics, @Nullable String key, int frameOffset, int frameLength) {
            page.add(first + index, timestampMillis, topics, key, bytes, frameOffset, frameLength);
        }

        Page page(long through) {
            if (through > position) {
                page.addDamage(new Damage(position, through));
            }
            return page.build(through);
        }
    }
}
