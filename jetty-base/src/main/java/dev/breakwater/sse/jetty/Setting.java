package dev.breakwater.sse.jetty;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the program can be told on its command line. Each is also a system property, an environment variable and an
 * entry of the configuration file, where the web application finds its own.
 */
enum Setting {
    PORT("N", "the port to listen on, 0 for any free one (8080)"),
    HOST("ADDRESS", "the address to listen on, 0.0.0.0 for all (127.0.0.1)"),
    TOKEN("TOKEN", "what publishers must show; better in the environment, for others can read flags (made up)"),
    DATA("DIRECTORY", "where the history is kept; none: in memory, lost at the end (breakwater-data)"),
    CONFIG("FILE", "a properties file with any breakwater.* setting");

    private final String argument;
    private final String help;

    Setting(String argument, String help) {
        this.argument = argument;
        this.help = help;
    }

    static @Nullable Setting ofFlag(String flag) {
        for (Setting setting : values()) {
            if (setting.flag().equals(flag)) {
                return setting;
            }
        }
        return null;
    }

    /** {@code --port}. */
    String flag() {
        return "--" + name().toLowerCase(Locale.ROOT);
    }

    /** {@code breakwater.port}. */
    String key() {
        return "breakwater." + name().toLowerCase(Locale.ROOT);
    }

    /** {@code BREAKWATER_PORT}. */
    String environmentVariable() {
        return "BREAKWATER_" + name();
    }

    /** {@code --port N}. */
    String usage() {
        return flag() + ' ' + argument;
    }

    String help() {
        return help;
    }
}
