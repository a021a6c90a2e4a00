package dev.breakwater.sse.jetty;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What the program was called with.
 *
 * @param task what to do
 * @param values the settings that were given
 */
record CommandLine(Task task, Map<Setting, String> values) {
    enum Task {
        SERVE,
        HELP,
        VERSION
    }

    CommandLine {
        values = Map.copyOf(values);
    }

    /**
     * Reads {@code --flag value} and {@code --flag=value}.
     *
     * @throws UsageException if a flag is unknown, comes twice, or lacks its value
     */
    static CommandLine parse(List<String> arguments) throws UsageException {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.equals("--help") || argument.equals("-h")) {
                return new CommandLine(Task.HELP, Map.of());
            }
            if (argument.equals("--version")) {
                return new CommandLine(Task.VERSION, Map.of());
            }
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            Setting setting = Setting.ofFlag(flag);
            if (setting == null) {
                throw new UsageException("there is no flag " + Quoted.text(flag) + ": use " + flags());
            }
            String value = equals >= 0 ? argument.substring(equals + 1) : rest.hasNext() ? rest.next() : "";
            if (value.isBlank()) {
                throw new UsageException(flag + " needs a value: " + setting.usage());
            }
            if (values.put(setting, value) != null) {
                throw new UsageException(flag + " must be given once only");
            }
        }
        return new CommandLine(Task.SERVE, values);
    }

    /** What {@code --help} prints. */
    static String help() {
        StringBuilder help = new StringBuilder("""
                A push hub: publish with POST /events, subscribe with GET /events.

                usage: java -jar breakwater.jar [flags]
                       java -jar breakwater.jar journal DIRECTORY [--export TOPIC-OR-PATTERN]
                       java -jar breakwater.jar doctor URL [--direct URL] [--token TOKEN] [--json]

                """);
        for (Setting setting : Setting.values()) {
            help.append(line(setting.usage(), setting.help()));
        }
        return help.append(line("--help", "this text"))
                .append(line("--version", "the version"))
                .append("""

                Each is also a system property, an environment variable and an entry of the configuration file:
                -Dbreakwater.port=8080, BREAKWATER_PORT=8080, breakwater.port=8080. Flags win, then come properties, the
                environment and the file.
                """)
                .toString();
    }

    private static String line(String usage, String help) {
        return String.format("  %-18s %s%n", usage, help);
    }

    private static String flags() {
        return String.join(
                        ", ", Arrays.stream(Setting.values()).map(Setting::flag).toList())
                + ", --help or --version";
    }
}
