package dev.breakwater.sse.budget;

import dev.breakwater.sse.admission.Admission;
import dev.breakwater.sse.servlet.Clients;
import dev.breakwater.sse.servlet.GuardedStream;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Gives a stream's place back when its request is over, whichever way: it listens from the moment at which the request
 * becomes asynchronous, for it may be over before the filter has it back. Releasing twice does no harm, missing it once
 * would leak for ever.
 */
final class Guard implements GuardedStream, AsyncListener {
    private final Place place;
    private final @Nullable Admission admission;
    private volatile boolean async;
    private volatile boolean writeFailed;

    Guard(Place place, @Nullable Admission admission) {
        this.place = place;
        this.admission = admission;
    }

    /** The request's thread: listens to it. */
    void watch(AsyncContext context) {
        async = true;
        context.addListener(this);
    }

    /** The request's thread, when the chain behind the filter has returned or thrown. */
    void afterChain(HttpServletRequest request) {
        if (writeFailed && request.isAsyncStarted()) {
            complete(request);
        }
        if (async) {
            return; // it is over when the container says so, or was over long ago
        }
        if (!request.isAsyncStarted()) {
            place.release();
            return;
        }
        // Somebody took off our wrapper before it made the request asynchronous.
        try {
            watch(request.getAsyncContext());
        } catch (IllegalStateException alreadyOver) {
            place.release();
        }
    }

    /**
     * Ends a stream that failed before it had begun: nobody may do so otherwise. On Tomcat its client may even be there: what
     * another thread still did to the response of a stream that was over hit this one, which has the same response object
     * (jersey#3719). It comes back when its connection ends, and would wait for ever if that stayed open.
     */
    private static void complete(HttpServletRequest request) {
        try {
            request.getAsyncContext().complete();
        } catch (IllegalStateException alreadyOver) {
            // The application has completed it.
        }
    }

    /** A write has failed: whatever becomes of the request, its client has no stream any more. Any thread. */
    void clientGone() {
        writeFailed = true;
        place.release();
    }

    @Override
    public String owner() {
        String user = place.owner().user();
        return Clients.owner(user == null ? null : () -> user, place.owner().address());
    }

    @Override
    public boolean isAdmittedBy(Admission other) {
        return admission == other;
    }

    @Override
    public void onReplace(Runnable end) {
        place.begins(end);
    }

    // The container's threads.

    @Override
    public void onComplete(AsyncEvent event) {
        place.release();
    }

    /** Jetty often says no more than this when a client of HTTP/2 resets its stream. */
    @Override
    public void onError(AsyncEvent event) {
        place.release();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // The application may answer, or dispatch; if it does not, the container completes the request.
    }

    /** Dispatched and made asynchronous once more: listeners are gone unless they say that they stay. */
    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
