package dev.breakwater.sse.jetty;

import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.store.Selection;
import dev.breakwater.sse.store.journal.JournalException;
import dev.breakwater.sse.store.journal.JournalInspection;
import dev.breakwater.sse.topic.TopicPattern;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code java -jar breakwater.jar journal DIRECTORY}: says what a journal has and whether it is whole, or exports topics
 * as lines that {@code POST /events} takes.
 */
final class JournalCommand {
    static final String NAME = "journal";
    static final String USAGE = "java -jar breakwater.jar journal DIRECTORY [--export TOPIC-OR-PATTERN]";

    private static final String EXPORT = "--export";
    private static final int WHOLE = 0;
    private static final int DAMAGED = 1;

    private final PrintStream out;
    private final PrintStream err;

    JournalCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs it.
     *
     * @param arguments those after the command's name
     * @return the status to exit with: 0 if the journal is whole, 1 if it is damaged or cannot be opened
     * @throws UsageException if the arguments are wrong
     */
    int run(List<String> arguments) throws UsageException {
        Selection exported = exported(arguments);
        try (JournalInspection journal = JournalInspection.of(directory(arguments))) {
            if (exported == null) {
                list(journal);
            } else {
                journal.export(exported, event -> out.println(Ndjson.line(event)));
                journal.findings().forEach(finding -> err.println("breakwater: " + finding));
            }
            out.flush();
            return journal.isWhole() ? WHOLE : DAMAGED;
        } catch (JournalException | IOException failed) {
            err.println("breakwater: " + failed.getMessage());
            return DAMAGED;
        }
    }

    private static Path directory(List<String> arguments) throws UsageException {
        try {
            return Path.of(arguments.get(0)).toAbsolutePath().normalize();
        } catch (InvalidPathException noPath) {
            throw new UsageException("journal needs a directory: " + USAGE);
        }
    }

    private static @Nullable Selection exported(List<String> arguments) throws UsageException {
        boolean exports = arguments.size() == 3 && arguments.get(1).equals(EXPORT);
        if (!exports && (arguments.size() != 1 || arguments.get(0).startsWith("--"))) {
            throw new UsageException("journal needs a directory: " + USAGE);
        }
        if (!exports) {
            return null;
        }
        try {
            return new Selection(List.of(TopicPattern.of(arguments.get(2))));
        } catch (IllegalArgumentException noTopic) {
            throw new UsageException(EXPORT + ": " + noTopic.getMessage());
        }
    }

    private void list(JournalInspection journal) throws IOException {
        out.printf(
                Locale.ROOT,
                "%s: epoch %s, %d segments, %d bytes, events %d..%d%n%n",
                journal.directory(),
                journal.epoch(),
                journal.segments(),
                journal.bytes(),
                journal.first(),
                journal.last());
        out.printf(
                Locale.ROOT,
                "%10s %12s  %-24s %-24s  %-30s %-30s  %s%n",
                "events",
                "bytes",
                "first id",
                "last id",
                "oldest",
                "newest",
                "topic");
        for (JournalInspection.Topic topic : journal.topics()) {
            out.printf(
                    Locale.ROOT,
                    "%10d %12d  %-24s %-24s  %-30s %-30s  %s%n",
                    topic.events(),
                    topic.bytes(),
                    new EventId(journal.epoch(), topic.first()),
                    new EventId(journal.epoch(), topic.last()),
                    Instant.ofEpochMilli(topic.oldestMillis()),
                    Instant.ofEpochMilli(topic.newestMillis()),
                    topic.name());
        }
        out.println();
        journal.findings().forEach(out::println);
        out.println(journal.isWhole() ? "all checksums are right" : "the journal is damaged: see above");
    }
}
