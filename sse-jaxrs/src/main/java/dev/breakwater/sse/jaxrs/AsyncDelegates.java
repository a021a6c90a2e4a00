package dev.breakwater.sse.jaxrs;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegate;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegateProvider;
import org.jspecify.annotations.Nullable;

/**
 * Suspends requests for Jersey as its own delegates do, but tolerates that somebody else completes them: our transports
 * do. Jersey's would complete such a request once more, and Tomcat would log a warning with a stack trace for every
 * stream that ends.
 */
final class AsyncDelegates implements AsyncContextDelegateProvider {
    @Override
    public AsyncContextDelegate createDelegate(HttpServletRequest request, HttpServletResponse response) {
        return new Delegate(request, response);
    }

    private static final class Delegate implements AsyncContextDelegate, AsyncListener {
        private static final int NO_TIMEOUT = 0;

        private final HttpServletRequest request;
        private final HttpServletResponse response;

        // Guarded by this.
        private @Nullable AsyncContext suspended;
        private boolean completed;

        Delegate(HttpServletRequest request, HttpServletResponse response) {
            this.request = request;
            this.response = response;
        }

        @Override
        public synchronized void suspend() {
            if (completed || suspended != null) {
                return;
            }
            AsyncContext context =
                    request.isAsyncStarted() ? request.getAsyncContext() : request.startAsync(request, response);
            context.setTimeout(NO_TIMEOUT);
            context.addListener(this);
            suspended = context;
        }

        @Override
        public void complete() {
            AsyncContext context = forget();
            if (context != null) {
                context.complete();
            }
        }

        @Override
        public synchronized boolean isCompleted() {
            return completed;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            forget();
        }

        @Override
        public void onError(AsyncEvent event) {
            try {
                complete();
            } catch (IllegalStateException alreadyCompleted) {
                // By the transport, which the container has told of the same error.
            }
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // There is none.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // Another cycle of the request is not ours.
        }

        private synchronized @Nullable AsyncContext forget() {
            AsyncContext context = suspended;
            suspended = null;
            completed = true;
            return context;
        }
    }
}
