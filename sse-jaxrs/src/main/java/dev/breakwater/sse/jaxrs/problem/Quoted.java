package dev.breakwater.sse.jaxrs.problem;

/** Text from outside, as it may appear in an answer or in a line of a log. */
public final class Quoted {
    private static final int LONGEST = 64;

    private Quoted() {}

    /**
     * Puts a text in single quotes; all but printable ASCII is escaped as in Java, and what is longer than {@value
     * #LONGEST} characters is cut.
     */
    public static String of(String text) {
        StringBuilder quoted = new StringBuilder("'");
        int length = Math.min(text.length(), LONGEST);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7F) {
                quoted.append(c);
            } else {
                quoted.append(String.format("\\u%04x", (int) c));
            }
        }
        return quoted.append(text.length() > LONGEST ? "'…" : "'").toString();
    }
}
