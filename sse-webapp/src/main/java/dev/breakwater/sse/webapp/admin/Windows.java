package dev.breakwater.sse.webapp.admin;

import dev.breakwater.sse.jaxrs.problem.Quoted;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The window of a drain, as a query has it. */
final class Windows {
    private static final Pattern WINDOW = Pattern.compile("(\\d{1,7})(ms|s|m)");
    private static final Duration LONGEST = Duration.ofHours(1);

    private Windows() {}

    /**
     * Reads a window.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Duration parse(String text) {
        Matcher matcher = WINDOW.matcher(text);
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            Duration window = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                default -> Duration.ofMinutes(count);
            };
            if (window.compareTo(LONGEST) <= 0) {
                return window;
            }
        }
        throw new IllegalArgumentException("window must be 0s..60m, as 500ms, 30s or 5m: " + Quoted.of(text));
    }
}
