package dev.breakwater.sse.jetty;

/** Text from outside, fit to be printed: on one line, without control characters, not too long. */
final class Quoted {
    private static final int LONGEST = 200;

    private Quoted() {}

    /** A sentence that may have such text in it. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.chars().forEach(c -> plain.append(Character.isISOControl(c) ? '?' : (char) c));
        return plain.toString();
    }

    static String text(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        StringBuilder quoted = new StringBuilder("\"");
        cut.chars().forEach(c -> quoted.append(Character.isISOControl(c) ? '?' : (char) c));
        return quoted.append('"').toString();
    }
}
