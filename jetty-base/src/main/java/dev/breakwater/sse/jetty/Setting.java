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
    TLS_PORT("N", "the port to listen on with TLS, for HTTP/2 in browsers, 0 for any free one (none)"),
    TLS_CERTIFICATE("FILE", "the certificate and those it rests on, PEM (one for localhost, made at each start)"),
    TLS_KEY("FILE", "the certificate's private key, PEM (PKCS #8)"),
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
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code breakwater.port}. */
    String key() {
        return "breakwater." + name().toLowerCase(Locale.ROOT).replace('_', '.');
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
