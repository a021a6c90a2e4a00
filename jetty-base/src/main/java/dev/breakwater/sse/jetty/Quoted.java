package dev.breakwater.sse.jetty;

/** Text from outside, fit to be printed: on one line, without control characters, not too long. */
final class Quoted {
    private static final int LONGEST = 200;

    private Quoted() {}

    static String text(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        StringBuilder quoted = new StringBuilder("\"");
        cut.chars().forEach(c -> quoted.append(Character.isISOControl(c) ? '?' : (char) c));
        return quoted.append('"').toString();
    }
}
