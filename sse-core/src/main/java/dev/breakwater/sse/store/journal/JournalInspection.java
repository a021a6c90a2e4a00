package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.store.Page;
import dev.breakwater.sse.store.RecentPublications;
import dev.breakwater.sse.store.Selection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A journal that no server uses, for an operator to look at. It is locked meanwhile, and not changed. Not thread-safe.
 */
public final class JournalInspection implements AutoCloseable {
    private final Path directory;
    private final DirectoryLock lock;
    private final String epoch;
    private final Segments segments;
    private final List<String> findings;
    private final boolean whole;

    private JournalInspection(
            Path directory, DirectoryLock lock, String epoch, Segments segments, List<String> findings, boolean whole) {
        this.directory = directory;
        this.lock = lock;
        this.epoch = epoch;
        this.segments = segments;
        this.findings = List.copyOf(findings);
        this.whole = whole;
    }

    /** What a journal has of a topic. An event of several topics counts in each. */
    public static final class Topic {
        private final String name;
        private final long first;
        private final long oldestMillis;
        private long events;
        private long bytes;
        private long last;
        private long newestMillis;

        private Topic(String name, long first, long oldestMillis) {
            this.name = name;
            this.first = first;
            this.oldestMillis = oldestMillis;
        }

        /** The topic's name. */
        public String name() {
            return name;
        }

        /** The number of its events. */
        public long events() {
            return events;
        }

        /** The bytes of its events on the wire. */
        public long bytes() {
            return bytes;
        }

        /** The position of its oldest event. */
        public long first() {
            return first;
        }

        /** The position of its newest event. */
        public long last() {
            return last;
        }

        /** When its oldest event was stored, in milliseconds since 1970. */
        public long oldestMillis() {
            return oldestMillis;
        }

        /** When its newest event was stored, in milliseconds since 1970. */
        public long newestMillis() {
            return newestMillis;
        }

        private void add(long position, long millis, long length) {
            events++;
            bytes += length;
            last = position;
            newestMillis = millis;
        }
    }

    /**
     * An event as it was published.
     *
     * @param position in the journal
     * @param topics one or more
     * @param name the event type, or null
     * @param key what it is the latest value of, or null
     * @param data with line feeds between its lines
     */
    public record Event(
            long position,
            List<String> topics,
            @Nullable String name,
            @Nullable String key,
            String data) {}

    /**
     * Opens and checks a journal.
     *
     * @throws JournalException if there is none, it is in use, or it cannot be read; the message says what to do
     */
    public static JournalInspection of(Path directory) {
        JournalDirectory files = new JournalDirectory(directory);
        if (!files.isJournal()) {
            throw new JournalException("there is no journal in " + directory + ": name the directory that a server was"
                    + " given as its data");
        }
        DirectoryLock lock = DirectoryLock.take(files);
        Recovery recovery = null;
        try {
            files.requireOnlyOurs();
            String epoch = files.epoch();
            recovery = new Recovery(epoch, new RecentPublications(), new NewestOfKeys(), false);
            recovery.read(files.segmentFiles());
            return new JournalInspection(
                    directory, lock, epoch, recovery.segments(), recovery.findings(), recovery.isWhole());
        } catch (IOException failed) {
            close(lock, recovery);
            throw new JournalException(
                    "journal cannot be read: " + directory + " (" + JournalDirectory.reason(failed) + ")", failed);
        } catch (RuntimeException failed) {
            close(lock, recovery);
            throw failed;
        }
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    /** The epoch of its ids. */
    public String epoch() {
        return epoch;
    }

    /** The number of its segments. */
    public int segments() {
        return segments.all().length;
    }

    /** What they take on disk. */
    public long bytes() {
        return segments.bytes();
    }

    /** The position of the oldest event kept. */
    public long first() {
        return segments.beginning() + 1;
    }

    /** The position of the newest event. */
    public long last() {
        return segments.newestPosition();
    }

    /** What is wrong, a sentence each, with file and place. A torn end is among them, though nothing is lost by it. */
    public List<String> findings() {
        return findings;
    }

    /** Whether all that was acknowledged can be read. */
    public boolean isWhole() {
        return whole;
    }

    /** All topics, by name. */
    public List<Topic> topics() throws IOException {
        Map<String, Topic> topics = new TreeMap<>();
        pages(page -> {
            for (int i = 0; i < page.size(); i++) {
                long position = page.position(i);
                long millis = page.timestampMillis(i);
                long length = (long) page.start(i + 1) - page.start(i);
                for (String name : page.topics(i)) {
                    topics.computeIfAbsent(name, same -> new Topic(same, position, millis))
                            .add(position, millis, length);
                }
            }
        });
        return List.copyOf(topics.values());
    }

    /** Gives out all events of some topics, in order. */
    public void export(Selection selection, Consumer<Event> to) throws IOException {
        pages(page -> {
            for (int i = 0; i < page.size(); i++) {
                if (selection.matchesAny(page.topics(i))) {
                    to.accept(event(page, i));
                }
            }
        });
    }

    private void pages(Consumer<Page> to) throws IOException {
        PageReader reader = new PageReader();
        for (Segment segment : segments.all()) {
            Segment.End end = segment.end();
            for (int b = 0; b < end.blocks(); b++) {
                to.accept(reader.read(segment, b, end));
            }
        }
    }

    /** The frame is one that we wrote, so the names of its fields are followed by a colon and a space. */
    private static Event event(Page page, int index) {
        int start = page.start(index);
        String frame = new String(page.frames(), start, page.start(index + 1) - start, StandardCharsets.UTF_8);
        String name = null;
        List<String> data = new ArrayList<>();
        int from = 0;
        while (from < frame.length()) {
            int to = frame.indexOf('\n', from);
            String line = frame.substring(from, to);
            if (line.startsWith("data: ")) {
                data.add(line.substring("data: ".length()));
            } else if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            }
            from = to + 1;
        }
        return new Event(page.position(index), page.topics(index), name, page.key(index), String.join("\n", data));
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments.all()) {
            segment.close();
        }
        lock.close();
    }

    private static void close(DirectoryLock lock, @Nullable Recovery recovery) {
        try (lock) {
            for (Segment segment :
                    recovery == null ? new Segment[0] : recovery.segments().all()) {
                segment.close();
            }
        } catch (IOException nothingWasWritten) {
            // Nor is anything lost.
        }
    }
}
