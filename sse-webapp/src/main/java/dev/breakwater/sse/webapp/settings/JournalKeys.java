package dev.breakwater.sse.webapp.settings;

import dev.breakwater.sse.store.journal.JournalConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of the journal. */
final class JournalKeys {
    static final String DATA = "breakwater.data";
    private static final String EVENTS = "breakwater.journal.events";
    private static final String BYTES = "breakwater.journal.bytes";
    private static final String AGE = "breakwater.journal.age";

    /** Instead of a directory: the history is in memory. */
    private static final String NONE = "none";

    private JournalKeys() {}

    static List<String> names() {
        return List.of(DATA, EVENTS, BYTES, AGE);
    }

    /** The journal's configuration, or null if the history is to be in memory, or there are faults. */
    static @Nullable JournalConfig read(Values values) {
        Given data = values.given(DATA);
        long events = checked(values, EVENTS, Texts::count, JournalConfig.DEFAULT_EVENTS, JournalKeys::ofEvents);
        long bytes = checked(values, BYTES, Texts::bytes, JournalConfig.DEFAULT_BYTES, JournalKeys::ofBytes);
        Duration age = checked(values, AGE, Texts::duration, JournalConfig.DEFAULT_AGE, JournalKeys::ofAge);
        if (data == null || data.text().equals(NONE)) {
            return null;
        }
        try {
            return new JournalConfig(Path.of(data.text()).toAbsolutePath().normalize(), events, bytes, age);
        } catch (InvalidPathException noPath) {
            values.fault(data + ": must be a directory, or 'none'");
            return null;
        }
    }

    /** What a key says, if the journal takes it; else the default, and a fault. */
    private static <T> T checked(
            Values values,
            String key,
            java.util.function.Function<String, T> parser,
            T byDefault,
            java.util.function.Function<T, JournalConfig> check) {
        Given given = values.given(key);
        T value = given == null ? null : values.parsed(given, parser);
        if (given == null || value == null) {
            return byDefault;
        }
        try {
            var unused = check.apply(value);
            return value;
        } catch (IllegalArgumentException outOfRange) {
            values.fault(given + ": " + outOfRange.getMessage());
            return byDefault;
        }
    }

    private static JournalConfig ofEvents(long events) {
        return new JournalConfig(Path.of(""), events, JournalConfig.DEFAULT_BYTES, JournalConfig.DEFAULT_AGE);
    }

    private static JournalConfig ofBytes(long bytes) {
        return new JournalConfig(Path.of(""), JournalConfig.DEFAULT_EVENTS, bytes, JournalConfig.DEFAULT_AGE);
    }

    private static JournalConfig ofAge(Duration age) {
        return new JournalConfig(Path.of(""), JournalConfig.DEFAULT_EVENTS, JournalConfig.DEFAULT_BYTES, age);
    }
}
