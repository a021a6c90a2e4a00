package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.store.Publication;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes publications to the newest segment, and begins new ones. If it fails, what was half written is cut off before
 * anything else is written, so that a full disk leaves no trace. The writer's thread only.
 */
final class JournalWriter {
    private static final int BUFFER_BYTES = 1 << 20;

    private final JournalDirectory directory;
    private final JournalConfig config;
    private final String epoch;
    private final byte[] epochBytes;
    private final Segments segments;
    private final NewestOfKeys newestOfKeys;
    private final InstantSource clock;

    private byte[] bytes = new byte[BUFFER_BYTES];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private long newestMillis;
    private Segment.@Nullable End written;
    private boolean mustBegin = true;
    private boolean halfWritten;

    JournalWriter(
            JournalDirectory directory,
            JournalConfig config,
            String epoch,
            Segments segments,
            NewestOfKeys newestOfKeys,
            InstantSource clock,
            long newestMillis) {
        this.directory = directory;
        this.config = config;
        this.epoch = epoch;
        this.epochBytes = epoch.getBytes(StandardCharsets.US_ASCII);
        this.segments = segments;
        this.newestOfKeys = newestOfKeys;
        this.clock = clock;
        this.newestMillis = newestMillis;
    }

    /** The time that the newest events are stamped with. It never goes back, even when the clock does. */
    long newestMillis() {
        return newestMillis;
    }

    /**
     * Writes publications, seals their events, and makes them durable, all or none. To be followed by {@link #show}.
     *
     * @return the position of the first event
     */
    long write(List<Publication> group) throws IOException {
        if (halfWritten) {
            cutOff();
        }
        long now = Math.max(newestMillis, clock.millis());
        if (mustBegin || isFull(segments.newest(), now)) {
            begin(now);
        }
        Segment segment = segments.newest();
        long first = segment.end().position() + 1;
        try {
            long end = write(group, segment, first, now);
            segment.channel().force(false);
            newestMillis = now;
            written = new Segment.End(end, first + count(group) - 1, now, 0);
        } catch (IOException | RuntimeException | Error failed) {
            halfWritten = true;
            segment.rollBack();
            cutOffQuietly(failed);
            throw failed;
        } finally {
            if (bytes.length > BUFFER_BYTES) {
                bytes = new byte[BUFFER_BYTES];
                buffer = ByteBuffer.wrap(bytes);
            }
        }
        addKeys(group, first);
        return first;
    }

    /**
     * Shows readers what was written last. Only once it is in the log: a client that read it here first would get it there
     * a second time.
     */
    void show() {
        if (written != null) {
            segments.newest().advance(written.offset(), written.position(), written.timestampMillis());
            written = null;
        }
    }

    /** Begins a new segment, so that the newest one can be given up. */
    void followNewest() throws IOException {
        begin(Math.max(newestMillis, clock.millis()));
    }

    private static int count(List<Publication> group) {
        return group.stream().mapToInt(one -> one.events().size()).sum();
    }

    private boolean isFull(Segment newest, long now) {
        Segment.End end = newest.end();
        return end.offset() >= config.segmentBytes()
                || newest.events() >= config.segmentEvents()
                || now - newest.createdMillis >= config.segmentMillis();
    }

    private void begin(long now) throws IOException {
        if (!segments.isEmpty() && segments.newest().events() == 0) {
            mustBegin = false;
            return;
        }
        long first = segments.newestPosition() + 1;
        Path file = directory.segmentFile(first);
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Writes.fully(channel, new SegmentHeader(SegmentHeader.VERSION, epoch, first, now).bytes(), 0);
            channel.force(true);
            directory.force();
        } catch (IOException | RuntimeException failed) {
            try (channel) {
                Files.delete(file);
            } catch (IOException alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
            throw failed;
        }
        segments.add(new Segment(file, channel, first - 1, now));
        mustBegin = false;
    }

    private long write(List<Publication> group, Segment segment, long first, long now) throws IOException {
        long flushed = segment.end().offset();
        long position = first;
        buffer.clear();
        for (Publication publication : group) {
            int most = RecordHeader.LENGTH + RecordBody.mostLength(publication);
            if (most > buffer.remaining()) {
                flushed = flush(segment, flushed);
                reserve(most);
            }
            int start = buffer.position();
            Block block = segment.blockFor(flushed + start, position, now);
            long next = position;
            for (EncodedEvent event : publication.events()) {
                event.seal(epochBytes, next++);
                block.topics.add(event.topics());
            }
            int body = start + RecordHeader.LENGTH;
            int end = RecordBody.write(publication, bytes, body);
            new RecordHeader(
                            end - body,
                            position,
                            now,
                            publication.events().size(),
                            Checksum.of(bytes, body, end - body))
                    .write(bytes, start);
            buffer.position(end);
            position = next;
        }
        return flush(segment, flushed);
    }

    private void reserve(int length) {
        if (length > bytes.length) {
            bytes = new byte[length];
            buffer = ByteBuffer.wrap(bytes);
        }
    }

    private long flush(Segment segment, long offset) throws IOException {
        int length = buffer.position();
        buffer.flip();
        Writes.fully(segment.channel(), buffer, offset);
        buffer.clear();
        return offset + length;
    }

    private void cutOff() throws IOException {
        Segment segment = segments.newest();
        segment.channel().truncate(segment.end().offset());
        segment.channel().force(true);
        halfWritten = false;
    }

    private void cutOffQuietly(Throwable failed) {
        try {
            cutOff();
        } catch (IOException again) {
            failed.addSuppressed(again); // tried again before the next write
        }
    }

    private void addKeys(List<Publication> group, long first) {
        long position = first;
        for (Publication publication : group) {
            for (EncodedEvent event : publication.events()) {
                String key = event.key();
                if (key != null) {
                    newestOfKeys.add(event.topics(), key, position);
                }
                position++;
            }
        }
    }
}
