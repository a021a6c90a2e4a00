package dev.breakwater.sse.webapp.settings;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Origins as a browser sends them: scheme, host and port, and nothing else. */
final class Origins {
    private static final String ANY = "*";
    private static final Pattern ORIGIN =
            Pattern.compile("https?://(\\[[0-9a-f:.]+]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:[0-9]{1,5})?");

    private Origins() {}

    /** Reads origins, separated by commas, or {@code *} for any. */
    static Set<String> parse(String text) {
        Set<String> origins =
                Arrays.stream(text.split(",", -1)).map(String::trim).collect(Collectors.toSet());
        boolean any = origins.equals(Set.of(ANY));
        if (any || origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches())) {
            return origins;
        }
        throw new IllegalArgumentException(
                "must be origins separated by commas, in lower case and without a path: https://app.example.com,"
                        + " http://localhost:3000; or '*' for any");
    }
}
