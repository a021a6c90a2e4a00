package dev.breakwater.sse.budget;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Notices when a stream can no longer be written, which some containers tell nobody but who writes. */
final class GuardedResponse extends HttpServletResponseWrapper {
    private static final String TOMCAT = "org.apache.catalina.";

    private final Guard guard;
    private @Nullable GuardedOutput output;

    private GuardedResponse(HttpServletResponse response, Guard guard) {
        super(response);
        this.guard = guard;
    }

    /**
     * The response, wrapped where that is needed. Tomcat always says when a request is over, and its writes may fail though
     * the client is there: what another thread does to the response of a stream that was over hits the next stream, which
     * has the same response object (jersey#3719). That one keeps its connection, and its place.
     */
    static HttpServletResponse watching(HttpServletResponse response, Guard guard) {
        ServletResponse innermost = response;
        while (innermost instanceof ServletResponseWrapper wrapper) {
            innermost = wrapper.getResponse();
        }
        return innermost.getClass().getName().startsWith(TOMCAT) ? response : new GuardedResponse(response, guard);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        GuardedOutput guarded = output;
        if (guarded == null) {
            guarded = new GuardedOutput(super.getOutputStream(), guard);
            output = guarded;
        }
        return guarded;
    }
}
