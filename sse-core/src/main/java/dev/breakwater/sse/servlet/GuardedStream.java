package dev.breakwater.sse.servlet;

import dev.breakwater.sse.admission.Admission;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/** A request that a filter in front has let in, and what the filter knows about it. */
public interface GuardedStream {
    /** The attribute of the request that holds it. */
    String ATTRIBUTE = "dev.breakwater.sse.guarded-stream";

    /** Who the stream is counted for: a user or an address, as far as proxies are trusted. */
    String owner();

    /** Whether the filter has asked this admission. */
    boolean isAdmittedBy(Admission admission);

    /**
     * Says that the stream has begun, and how it is ended when its owner opens another one in its place. Whoever does not
     * say so keeps the stream. The stream whose place this one has taken ends now: a request that is refused ends none.
     *
     * @param end ends the stream without blocking and without touching the response from this thread, while the container
     *     may use it; called once at most, on another request's thread
     */
    void onReplace(Runnable end);

    /** What the filter in front has let in, or null if there is no such filter. */
    static @Nullable GuardedStream of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof GuardedStream guarded ? guarded : null;
    }

    /** See {@link #onReplace}; does nothing if there is no filter in front. */
    static void replaceBy(ServletRequest request, Runnable end) {
        GuardedStream guarded = of(request);
        if (guarded != null) {
            guarded.onReplace(end);
        }
    }
}
