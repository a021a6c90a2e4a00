package dev.breakwater.sse.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;

/** A real servlet container on a loopback port. */
public interface Container extends AutoCloseable {
    /** How long a pending write may make no progress before the container gives up, in milliseconds. */
    int WRITE_TIMEOUT_MILLIS = 3_000;

    /** The kernel's buffer for each connection, in bytes; without a bound it takes in some 2.8 MB for a stalled client. */
    int SEND_BUFFER = 64 << 10;

    /** Sets that time anew, before the start: for tests whose clients stall for as long as the machine needs. */
    void setWriteTimeout(int millis);

    int start(Servlet servlet, Filter... filters) throws Exception;

    /** Threads that the container has for requests. */
    int requestThreads();

    /** The connections that are open, as the container counts them. */
    int connections();

    @Override
    void close() throws Exception;
}
