package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.store.Epochs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a journal: what they are called, and which directory is one. */
final class JournalDirectory {
    static final String LOCK_FILE = "lock";
    static final String IDENTITY_FILE = "journal";
    private static final String NEW_IDENTITY_FILE = "journal.new";

    /** What the root of a file system has of its own. */
    private static final String LOST_AND_FOUND = "lost+found";

    private static final String FIRST_LINE = "breakwater journal, format ";
    private static final Pattern IDENTITY = Pattern.compile(FIRST_LINE + "(\\d{1,9})\nepoch ([A-Za-z0-9]{4,20})\n");
    private static final Pattern VERSION = Pattern.compile(FIRST_LINE + "(\\d{1,9})\n(?s:.*)");
    private static final Pattern SEGMENT = Pattern.compile("(\\d{20})\\.events");

    private final Path path;

    JournalDirectory(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    Path lockFile() {
        return path.resolve(LOCK_FILE);
    }

    Path segmentFile(long firstPosition) {
        return path.resolve(String.format(Locale.ROOT, "%020d.events", firstPosition));
    }

    static long firstPosition(Path segmentFile) {
        Matcher matcher = SEGMENT.matcher(segmentFile.getFileName().toString());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no segment: " + segmentFile);
        }
        return Long.parseLong(matcher.group(1));
    }

    boolean isJournal() {
        return Files.isRegularFile(path.resolve(IDENTITY_FILE));
    }

    /** Makes the directory, if need be; what is there already must be a directory of ours, or empty. */
    void create() {
        try {
            Files.createDirectories(path);
        } catch (IOException failed) {
            throw new JournalException(
                    "journal directory cannot be made: " + path + " (" + reason(failed) + ")", failed);
        }
        requireOnlyOurs();
    }

    /** A file that we do not know means that this is somebody else's directory, which we would litter. */
    void requireOnlyOurs() {
        try (Stream<Path> files = Files.list(path)) {
            files.filter(file -> !isOurs(file)).sorted().findFirst().ifPresent(foreign -> {
                throw new JournalException("journal directory must have no other files: " + foreign
                        + " is none of a journal's; move it away, or name another directory");
            });
        } catch (IOException failed) {
            throw new JournalException(
                    "journal directory cannot be read: " + path + " (" + reason(failed) + ")", failed);
        }
    }

    private static boolean isOurs(Path file) {
        String name = String.valueOf(file.getFileName());
        return switch (name) {
            case LOCK_FILE, IDENTITY_FILE, NEW_IDENTITY_FILE -> Files.isRegularFile(file);
            case LOST_AND_FOUND -> Files.isDirectory(file);
            default -> SEGMENT.matcher(name).matches() && Files.isRegularFile(file);
        };
    }

    /** The epoch of the journal, which begins now if there is none. */
    String epochOrBegin(RandomGenerator random) throws IOException {
        if (isJournal()) {
            return epoch();
        }
        if (!segmentFiles().isEmpty()) {
            throw new JournalException("journal directory has events, but not the file '" + IDENTITY_FILE
                    + "' that names" + " their epoch: restore it, or move the *.events files away: " + path);
        }
        String epoch = Epochs.draw(random);
        Path begun = path.resolve(NEW_IDENTITY_FILE);
        try (FileChannel file = FileChannel.open(
                begun, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            String text = FIRST_LINE + SegmentHeader.VERSION + "\nepoch " + epoch + '\n';
            Writes.fully(file, text.getBytes(StandardCharsets.US_ASCII), 0);
            file.force(true);
        }
        Files.move(begun, path.resolve(IDENTITY_FILE), StandardCopyOption.ATOMIC_MOVE);
        force();
        return epoch;
    }

    /** The epoch of the journal that is there. */
    String epoch() throws IOException {
        Path file = path.resolve(IDENTITY_FILE);
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Matcher version = VERSION.matcher(text);
        if (version.matches() && Integer.parseInt(version.group(1)) != SegmentHeader.VERSION) {
            throw otherVersion(file, Integer.parseInt(version.group(1)));
        }
        Matcher identity = IDENTITY.matcher(text);
        if (!identity.matches()) {
            throw new JournalException("journal's file cannot be understood: " + file
                    + "; restore it from a backup, or name another directory");
        }
        return new EventId(identity.group(2), 0).epoch();
    }

    static JournalException otherVersion(Path file, int version) {
        return new JournalException("journal must have format " + SegmentHeader.VERSION + ": " + file + " has format "
                + version + "; use the version of Breakwater that wrote it, or name another directory");
    }

    /** All segments, the oldest first. */
    List<Path> segmentFiles() throws IOException {
        List<Path> segments = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            files.filter(file ->
                            SEGMENT.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted()
                    .forEach(segments::add);
        }
        return segments;
    }

    /** Makes durable which files there are. */
    void force() throws IOException {
        try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (AccessDeniedException isWindows) {
            // There a directory cannot be opened, nor need it be.
        }
    }

    static String reason(IOException failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
