package dev.breakwater.sse.store.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One file of the journal, and what is known of it: its blocks, and how far it can be read. The writer adds to the one
 * that is newest; any thread reads. Who reads loads {@link #end} first: what it says is there, with the blocks before.
 */
final class Segment implements AutoCloseable {
    /** How far a segment can be read: up to which byte, and up to which position. */
    record End(long offset, long position, long timestampMillis, int blocks) {}

    final Path file;

    /** The position before its first event. */
    final long after;

    /** When it was begun. */
    final long createdMillis;

    private final FileChannel channel;
    private volatile Block[] blocks = new Block[4];
    private volatile End end;

    /** The number of blocks, those included that do not show yet. The writer's. */
    private int made;

    Segment(Path file, FileChannel channel, long after, long createdMillis) {
        this.file = file;
        this.channel = channel;
        this.after = after;
        this.createdMillis = createdMillis;
        this.end = new End(SegmentHeader.LENGTH, after, createdMillis, 0);
    }

    End end() {
        return end;
    }

    /** The events in it, damaged ones included. */
    long events() {
        return end.position() - after;
    }

    FileChannel channel() {
        return channel;
    }

    // The writer's thread, or recovery.

    /** The block that a record at an offset belongs to; a new one shows once the end is {@linkplain #advance moved}. */
    Block blockFor(long offset, long position, long timestampMillis) {
        Block last = made == 0 ? null : blocks[made - 1];
        if (last != null && offset - last.offset < Block.TARGET_BYTES) {
            return last;
        }
        if (made == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * made);
        }
        // What is damaged at the beginning belongs to the first block.
        Block block = last == null
                ? new Block(SegmentHeader.LENGTH, after, timestampMillis)
                : new Block(offset, position - 1, timestampMillis);
        blocks[made++] = block;
        return block;
    }

    /** Shows what was written so far. */
    void advance(long offset, long position, long timestampMillis) {
        end = new End(offset, position, timestampMillis, made);
    }

    /** Forgets what was not shown. */
    void rollBack() {
        made = end.blocks();
    }

    // Any thread.

    Block block(int index) {
        return blocks[index];
    }

    /** Where a block ends, as of an end. */
    long blockEnd(int index, End asOf) {
        return index + 1 < asOf.blocks() ? blocks[index + 1].offset : asOf.offset();
    }

    /** The last position that a block covers, as of an end. */
    long blockThrough(int index, End asOf) {
        return index + 1 < asOf.blocks() ? blocks[index + 1].after : asOf.position();
    }

    /** The block that has the first event after a position: the last that begins there or before. */
    int blockAfter(long position, End asOf) {
        int low = 0;
        int high = asOf.blocks() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (blocks[middle].after <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    byte[] read(long from, long to) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(to - from)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new EOFException(file + " has become shorter than it was");
            }
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
