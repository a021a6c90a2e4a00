package dev.breakwater.sse.jetty;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where settings come from, the first that has one: flags, system properties, the environment, the configuration file. */
final class Sources {
    private final Map<Setting, String> flags;
    private final Properties system;
    private final Map<String, String> environment;
    private final Properties file;

    private Sources(Map<Setting, String> flags, Properties system, Map<String, String> environment, Properties file) {
        this.flags = flags;
        this.system = system;
        this.environment = environment;
        this.file = file;
    }

    /**
     * Reads the configuration file, if one is named.
     *
     * @throws UsageException if it cannot be read
     */
    static Sources of(Map<Setting, String> flags, Properties system, Map<String, String> environment)
            throws UsageException {
        Properties file = new Properties();
        String name = new Sources(flags, system, environment, file).find(Setting.CONFIG);
        if (name != null) {
            load(file, name);
        }
        return new Sources(flags, system, environment, file);
    }

    private static void load(Properties file, String name) throws UsageException {
        try (Reader reader = Files.newBufferedReader(Path.of(name))) {
            file.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new UsageException("config must name a readable properties file in UTF-8: " + Quoted.text(name));
        }
    }

    /** The value of a setting, or null if it is nowhere or blank. */
    @Nullable
    String find(Setting setting) {
        return Stream.of(
                        flags.get(setting),
                        system.getProperty(setting.key()),
                        environment.get(setting.environmentVariable()),
                        file.getProperty(setting.key()))
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .findFirst()
                .orElse(null);
    }
}
