package dev.breakwater.sse.budget;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Notices when a stream can no longer be written, which some containers tell nobody but who writes. */
final class GuardedResponse extends HttpServletResponseWrapper {
    private final Guard guard;
    private @Nullable GuardedOutput output;

    GuardedResponse(HttpServletResponse response, Guard guard) {
        super(response);
        this.guard = guard;
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
