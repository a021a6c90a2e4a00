package dev.breakwater.sse.jaxrs.problem;

import java.lang.System.Logger;
import java.util.concurrent.ThreadLocalRandom;

/** A failure of the server's own: the log has all of it, the client a name to ask for it by. */
public final class Incident {
    private static final Logger LOG = System.getLogger(Incident.class.getName());

    private Incident() {}

    /** Logs a failure and returns what to tell the client. */
    public static Problem log(Throwable failure) {
        String id = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), Character.MAX_RADIX);
        LOG.log(Logger.Level.ERROR, "a request failed on a fault of the server's own, incident " + id, failure);
        return new Problem(500, "the server failed; its log says more about incident " + id, id);
    }
}
