package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.store.Damage;
import dev.breakwater.sse.store.Idempotency;
import dev.breakwater.sse.store.Receipt;
import dev.breakwater.sse.store.RecentPublications;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads all of a journal when it is opened, and checks it. What a crash left half written at the end is cut off; it was
 * acknowledged to nobody. What is damaged elsewhere is said, and passed over from then on.
 */
final class Recovery {
    private static final Logger LOG = System.getLogger(Recovery.class.getName());

    /** No event takes less of a file. */
    private static final int LEAST_EVENT_BYTES = 16;

    private final String epoch;
    private final RecentPublications recent;
    private final NewestOfKeys newestOfKeys;
    private final boolean mend;

    private final Segments segments = new Segments();
    private final List<Damage> damages = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final Texts texts = new Texts();
    private long newestMillis;
    private boolean whole = true;

    /**
     * A recovery.
     *
     * @param mend whether a torn end is to be cut off; else the files stay as they are
     */
    Recovery(String epoch, RecentPublications recent, NewestOfKeys newestOfKeys, boolean mend) {
        this.epoch = epoch;
        this.recent = recent;
        this.newestOfKeys = newestOfKeys;
        this.mend = mend;
    }

    Segments segments() {
        return segments;
    }

    /** What cannot be read, in the order of positions. */
    List<Damage> damages() {
        return damages;
    }

    /** What was found wrong, a sentence each. */
    List<String> findings() {
        return findings;
    }

    /** Whether nothing is wrong but a torn end. */
    boolean isWhole() {
        return whole;
    }

    long newestMillis() {
        return newestMillis;
    }

    /** Reads segments, the oldest first. */
    void read(List<Path> files) throws IOException {
        for (int i = 0; i < files.size(); i++) {
            read(files.get(i), i == files.size() - 1);
        }
    }

    private void read(Path file, boolean isLast) throws IOException {
        long after = JournalDirectory.firstPosition(file) - 1;
        StandardOpenOption[] options = mend
                ? new StandardOpenOption[] {StandardOpenOption.READ, StandardOpenOption.WRITE}
                : new StandardOpenOption[] {StandardOpenOption.READ};
        FileChannel channel = FileChannel.open(file, options);
        byte[] bytes = Files.readAllBytes(file);
        SegmentHeader header = SegmentHeader.read(bytes);
        long createdMillis = header == null ? Files.getLastModifiedTime(file).toMillis() : header.createdMillis();
        if (header == null && isLast && bytes.length < SegmentHeader.LENGTH) {
            channel.close();
            findTorn(file, 0);
            if (mend) {
                Files.delete(file);
            }
            return;
        }
        if (header != null && header.version() != SegmentHeader.VERSION) {
            channel.close();
            throw JournalDirectory.otherVersion(file, header.version());
        }
        if (header != null && !header.epoch().equals(epoch)) {
            channel.close();
            throw new JournalException("journal directory must have the segments of one journal: " + file
                    + " is of another one; move it away");
        }
        if (header == null || header.first() != after + 1) {
            find(file + " is damaged at byte 0, in its header; its events are read all the same");
        }
        if (!segments.isEmpty() && after < segments.newestPosition()) {
            channel.close();
            throw new JournalException("journal directory must have each position once: " + file
                    + " begins before the end of the segment before it; move away the one that is a copy");
        }
        if (!segments.isEmpty() && after > segments.newestPosition()) {
            damages.add(new Damage(segments.newestPosition(), after));
            find("events " + (segments.newestPosition() + 1) + ".." + after + " are missing before " + file);
        }
        Segment segment = new Segment(file, channel, after, createdMillis);
        segments.add(segment);
        new Reading(segment, bytes, isLast).read();
    }

    private void find(String sentence) {
        findings.add(sentence);
        whole = false;
        if (mend) {
            LOG.log(Level.ERROR, "journal: " + sentence);
        }
    }

    private void findTorn(Path file, long offset) {
        String sentence = file + " has a torn end from byte " + offset + " on, which was acknowledged to nobody"
                + (mend ? "; it was cut off" : "");
        findings.add(sentence);
        if (mend) {
            LOG.log(Level.WARNING, "journal: " + sentence);
        }
    }

    /** Reads one segment. */
    private final class Reading implements RecordWalk.Visitor {
        private final Segment segment;
        private final byte[] bytes;
        private final boolean isLast;
        private long position;
        private long end = SegmentHeader.LENGTH;
        private boolean damaged;
        private int damagedAt;
        private int damagedLength;

        Reading(Segment segment, byte[] bytes, boolean isLast) {
            this.segment = segment;
            this.bytes = bytes;
            this.isLast = isLast;
            this.position = segment.after;
        }

        void read() throws IOException {
            RecordWalk.walk(bytes, Math.min(SegmentHeader.LENGTH, bytes.length), bytes.length, this);
            if (isLast && end < bytes.length) {
                if (mend) {
                    segment.channel().truncate(end);
                    segment.channel().force(true);
                }
                findTorn(segment.file, end);
            }
        }

        @Override
        public void record(int offset, RecordHeader header) {
            if (header.first() <= position) {
                damage(offset, header.recordLength(), false);
                return;
            }
            if (damaged || header.first() > position + 1) {
                tellDamage(offset, header.first() - 1);
            }
            Block block = segment.blockFor(offset, header.first(), header.timestampMillis());
            RecordBody.read(bytes, offset + RecordHeader.LENGTH, header, texts, new Contents(header, block));
            position = header.last();
            end = (long) offset + header.recordLength();
            newestMillis = Math.max(newestMillis, header.timestampMillis());
            segment.advance(end, position, Math.max(segment.createdMillis, newestMillis));
        }

        @Override
        public void damage(int offset, int length, boolean reachesEnd) {
            if (reachesEnd && isLast && isTorn(offset, length)) {
                return; // and is cut off
            }
            if (!damaged) {
                damaged = true;
                damagedAt = offset;
                damagedLength = length;
            }
            if (reachesEnd) {
                // Nobody knows how many events these were: their positions must not be given out again.
                if (isLast) {
                    long through = mostThrough(offset, length);
                    tellDamage(offset, through);
                    position = through;
                } else {
                    tellDamage(offset, position); // what is missing shows where the next segment begins
                }
                end = bytes.length;
                segment.advance(end, position, Math.max(segment.createdMillis, newestMillis));
            }
        }

        /** The last position that there may have been in some damaged bytes. */
        private long mostThrough(int offset, int length) {
            long through = position;
            int unknownBytes = 0;
            int at = offset;
            while (at < offset + length) {
                RecordHeader header = offset + length - at < RecordHeader.LENGTH ? null : RecordHeader.read(bytes, at);
                if (header == null) {
                    unknownBytes++;
                    at++;
                } else {
                    through = Math.max(through, header.last());
                    at += Math.min(header.recordLength(), offset + length - at);
                }
            }
            return through + unknownBytes / LEAST_EVENT_BYTES;
        }

        /** Whether these last bytes are what a crash leaves: the beginning of a record, or nothing but zeros. */
        private boolean isTorn(int offset, int length) {
            if (length < RecordHeader.LENGTH) {
                return true;
            }
            RecordHeader header = RecordHeader.read(bytes, offset);
            if (header != null) {
                return header.first() == position + 1 && header.recordLength() > length;
            }
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] != 0) {
                    return false;
                }
            }
            return true;
        }

        private void tellDamage(int offset, long through) {
            int at = damaged ? damagedAt : offset;
            find(segment.file + " is damaged at byte " + at + (damaged ? ", " + damagedLength + " bytes" : "")
                    + (through > position ? "; events " + (position + 1) + ".." + through + " cannot be read" : ""));
            // The bytes before a record are read with the block before it.
            segment.blockFor(at, position + 1, newestMillis).damaged = true;
            if (through > position) {
                damages.add(new Damage(position, through));
            }
            damaged = false;
        }
    }

    /** Takes note of what is in a record. */
    private final class Contents implements RecordBody.Visitor {
        private final RecordHeader header;
        private final Block block;

        Contents(RecordHeader header, Block block) {
            this.header = header;
            this.block = block;
        }

        @Override
        public void idempotency(Idempotency found) {
            recent.remember(found, new Receipt(header.first(), header.count(), false));
        }

        @Override
        public void event(int index, List<String> topics, @Nullable String key, int frameOffset, int frameLength) {
            block.topics.add(topics);
            if (key != null) {
                newestOfKeys.add(topics, key, header.first() + index);
            }
        }
    }
}
