package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.store.Page;
import dev.breakwater.sse.store.RecentPublications;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives up the oldest segments when the journal keeps more than it should. The writer's thread only. */
final class Retention {
    private static final Logger LOG = System.getLogger(Retention.class.getName());

    private final JournalConfig config;
    private final Segments segments;
    private final RecentPublications recent;
    private final LostTopics lost;
    private int segmentsBefore;

    Retention(JournalConfig config, Segments segments, RecentPublications recent, LostTopics lost) {
        this.config = config;
        this.segments = segments;
        this.recent = recent;
        this.lost = lost;
    }

    /** Whether there is a segment more than when it was applied last. */
    boolean hasGrown() {
        return segments.all().length > segmentsBefore;
    }

    /** Whether everything in the newest segment is too old, so that it should be followed by another. */
    boolean isNewestExpired(long nowMillis) {
        return !segments.isEmpty()
                && segments.newest().events() > 0
                && nowMillis - segments.newest().end().timestampMillis()
                        > config.maxAge().toMillis();
    }

    /** Gives up what is beyond a bound; never the newest segment, which knows the newest position. */
    void apply(long nowMillis) {
        while (segments.all().length > 1 && isBeyond(segments.oldest(), nowMillis)) {
            Segment oldest = segments.oldest();
            rememberTopics(oldest);
            segments.remove(oldest);
            recent.forgetThrough(segments.beginning());
            try (oldest) {
                Files.delete(oldest.file);
            } catch (IOException failed) {
                LOG.log(
                        Level.WARNING,
                        "journal: a segment that is not needed any more stays on the disk: " + oldest.file,
                        failed);
            }
        }
        segmentsBefore = segments.all().length;
    }

    /** Reads a segment for the last time: how far each of its topics goes with it. */
    private void rememberTopics(Segment segment) {
        Map<String, Long> newestOfTopics = new LinkedHashMap<>();
        Segment.End end = segment.end();
        PageReader reader = new PageReader();
        try {
            for (int b = 0; b < end.blocks(); b++) {
                Page page = reader.read(segment, b, end);
                for (int i = 0; i < page.size(); i++) {
                    long position = page.position(i);
                    page.topics(i).forEach(topic -> newestOfTopics.put(topic, position));
                }
                if (!page.damages().isEmpty()) {
                    lost.addUnknown(page.through());
                }
            }
            lost.add(newestOfTopics);
        } catch (IOException unreadable) {
            lost.addUnknown(end.position());
        }
    }

    private boolean isBeyond(Segment oldest, long nowMillis) {
        return segments.bytes() > config.maxBytes()
                || segments.events() - oldest.events() >= config.maxEvents()
                || nowMillis - oldest.end().timestampMillis() > config.maxAge().toMillis();
    }
}
