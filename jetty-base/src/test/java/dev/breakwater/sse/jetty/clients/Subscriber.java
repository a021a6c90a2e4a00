package dev.breakwater.sse.jetty.clients;

import java.util.List;

/** Somebody else's client, subscribed to a topic; it comes back by itself when it is cut off. */
interface Subscriber extends AutoCloseable {
    /** The data of the events that it has passed on to its user. */
    List<String> data() throws Exception;

    @Override
    void close() throws Exception;
}
