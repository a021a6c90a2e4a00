package dev.breakwater.sse.delivery;

/**
 * What a client's stream has besides events.
 *
 * @param namesTopics whether the client is told the topics of each event, in fields that the standard has every parser
 *     ignore; also how often there are heartbeats, where the log ends when the stream opens, and, now and then, up to
 *     where it has everything
 * @param heartbeatEvents whether heartbeats are events, which page code sees, and one comes first of all; else comments
 * @param padding with how many bytes of a comment the stream begins at least, 0..{@value #MOST_PADDING}: some proxies pass
 *     nothing on before they have so many
 */
public record StreamForm(boolean namesTopics, boolean heartbeatEvents, int padding) {
    /** The largest padding. */
    public static final int MOST_PADDING = 16 << 10;

    /** Events and comments alone. */
    public static final StreamForm PLAIN = new StreamForm(false, false, 0);

    /**
     * Checks the padding.
     *
     * @throws IllegalArgumentException if it is out of its range
     */
    public StreamForm {
        if (padding < 0 || padding > MOST_PADDING) {
            throw new IllegalArgumentException("padding must be 0.." + MOST_PADDING + " bytes: " + padding);
        }
    }

    StreamForm namingTopics() {
        return new StreamForm(true, heartbeatEvents, padding);
    }

    StreamForm withHeartbeatEvents() {
        return new StreamForm(namesTopics, true, padding);
    }

    StreamForm withPadding(int bytes) {
        return new StreamForm(namesTopics, heartbeatEvents, bytes);
    }
}
