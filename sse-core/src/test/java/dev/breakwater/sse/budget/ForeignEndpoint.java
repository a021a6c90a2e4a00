package dev.breakwater.sse.budget;

import jakarta.servlet.Servlet;

/** An endpoint of somebody else's that streams events. */
interface ForeignEndpoint {
    Servlet servlet();

    /** Sends an event to every stream that is open. */
    void send(String data);

    /** Completes the oldest open stream, as the application does. */
    void completeOldest();
}
