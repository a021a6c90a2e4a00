package dev.breakwater.sse.webapp.settings;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All that is configured, and all that turns out to be wrong with it. One thread. */
final class Values {
    /** As SmallRye names the sources that it is given a name for. */
    private static final Pattern SOURCE_NAME = Pattern.compile("^PropertiesConfigSource\\[source=(.*)]$");

    private final SmallRyeConfig config;
    private final List<String> faults = new ArrayList<>();

    Values(SmallRyeConfig config) {
        this.config = config;
    }

    /** What is configured for a key, or null if nothing is. */
    @Nullable
    Given given(String key) {
        ConfigValue value = config.getConfigValue(key);
        String text = value.getValue();
        return text == null || text.isBlank()
                ? null
                : new Given(key, text.trim(), inWords(value.getConfigSourceName()));
    }

    private static String inWords(@Nullable String source) {
        if (source == null || source.startsWith(EnvConfigSource.NAME)) {
            return "environment";
        }
        return SOURCE_NAME.matcher(source).replaceFirst("$1");
    }

    /** What is configured for a key, parsed, or a default; also the default, and a fault, if it cannot be parsed. */
    <T> T parsed(String key, Function<String, T> parser, T byDefault) {
        Given given = given(key);
        if (given == null) {
            return byDefault;
        }
        T parsed = parsed(given, parser);
        return parsed == null ? byDefault : parsed;
    }

    /** A value, parsed; null, and a fault, if it cannot be. */
    <T> @Nullable T parsed(Given given, Function<String, T> parser) {
        try {
            return parser.apply(given.text());
        } catch (IllegalArgumentException refusal) {
            fault(given + ": " + refusal.getMessage());
            return null;
        }
    }

    void fault(String sentence) {
        faults.add(sentence);
    }

    /**
     * Checks that there is no fault.
     *
     * @throws SettingsException if there is
     */
    void requireFaultless() {
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
    }
}
