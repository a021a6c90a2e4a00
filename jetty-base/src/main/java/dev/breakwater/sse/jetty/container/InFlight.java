package dev.breakwater.sse.jetty.container;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/**
 * The requests that have not been answered, but for those that only read: whoever publishes must be told whether it was
 * accepted. Streams are never among them. Thread-safe.
 */
final class InFlight {
    private final Set<Request> requests = new HashSet<>();

    static boolean concerns(Request request) {
        return !HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod());
    }

    synchronized void add(Request request) {
        requests.add(request);
    }

    synchronized void remove(Request request) {
        requests.remove(request);
        notifyAll();
    }

    /** Waits until there is none. */
    synchronized void awaitNone(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos(); left > 0 && !requests.isEmpty(); left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Cuts those that are left off; not on HTTP/2, where others share the connection. */
    void cut() {
        List<Request> left;
        synchronized (this) {
            left = List.copyOf(requests);
        }
        for (Request request : left) {
            if (request.getConnectionMetaData().getHttpVersion().getVersion() < HttpVersion.HTTP_2.getVersion()) {
                request.getConnectionMetaData().getConnection().getEndPoint().close();
            }
        }
    }
}
