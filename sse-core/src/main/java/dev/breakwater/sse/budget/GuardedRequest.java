package dev.breakwater.sse.budget;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** Notices at once when a request becomes asynchronous. */
final class GuardedRequest extends HttpServletRequestWrapper {
    private final Guard guard;

    GuardedRequest(HttpServletRequest request, Guard guard) {
        super(request);
        this.guard = guard;
    }

    @Override
    public AsyncContext startAsync() {
        AsyncContext started = super.startAsync();
        guard.watch(started);
        return started;
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        AsyncContext started = super.startAsync(request, response);
        guard.watch(started);
        return started;
    }
}
