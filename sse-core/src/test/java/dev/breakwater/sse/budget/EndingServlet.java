package dev.breakwater.sse.budget;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A request that ends as its query says: in every way in which a stream can. */
final class EndingServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final byte[] EVENT = "data: x\n\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    enum Ending {
        /** Without a stream. */
        RETURN,
        SEND_ERROR,
        THROW,
        /** With one that is over before the servlet returns. */
        COMPLETE_AT_ONCE,
        COMPLETE_FROM_ANOTHER_THREAD,
        COMPLETE_WITH_OWN_RESPONSE,
        THROW_AFTER_START,
        /** With an error in place of a stream, of a request that is asynchronous already. */
        SEND_ERROR_AFTER_START,
        TIMEOUT,
        DISPATCH,
        DISPATCH_AND_THROW,
        DISPATCH_AND_START_AGAIN,
        /** The request that the filter has wrapped is unwrapped first. */
        UNWRAPPED,
        WRITE_LISTENER,
        /** The client closes the connection while the stream writes. */
        CLIENT_GONE,
        /** Stays, until the client goes. */
        STAY
    }

    private final transient ExecutorService others = Executors.newFixedThreadPool(4, work -> {
        Thread thread = new Thread(work, "other");
        thread.setDaemon(true);
        return thread;
    });
    final AtomicInteger handled = new AtomicInteger();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Ending ending = Ending.valueOf(request.getQueryString());
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            dispatched(ending, request, response);
            return;
        }
        handled.incrementAndGet();
        switch (ending) {
            case RETURN -> response.setContentLength(0);
            case SEND_ERROR -> response.sendError(418);
            case THROW -> throw new Planned();
            case COMPLETE_AT_ONCE -> request.startAsync().complete();
            case COMPLETE_FROM_ANOTHER_THREAD -> {
                AsyncContext async = request.startAsync();
                others.execute(async::complete);
            }
            case COMPLETE_WITH_OWN_RESPONSE -> {
                AsyncContext async = request.startAsync(request, response);
                others.execute(async::complete);
            }
            case THROW_AFTER_START -> {
                request.startAsync();
                throw new Planned();
            }
            case SEND_ERROR_AFTER_START -> {
                AsyncContext async = request.startAsync();
                response.sendError(418);
                try {
                    async.complete();
                } catch (IllegalStateException completesByItself) {
                    // Jetty does after an error, Tomcat does not.
                }
            }
            case TIMEOUT -> request.startAsync().setTimeout(20);
            case DISPATCH, DISPATCH_AND_THROW, DISPATCH_AND_START_AGAIN ->
                request.startAsync().dispatch();
            case UNWRAPPED -> {
                HttpServletRequest bare = (HttpServletRequest) ((HttpServletRequestWrapper) request).getRequest();
                AsyncContext async = bare.startAsync();
                others.execute(async::complete);
            }
            case WRITE_LISTENER -> write(request.startAsync(), 3);
            case CLIENT_GONE -> write(request.startAsync(), Integer.MAX_VALUE);
            case STAY -> {
                AsyncContext async = request.startAsync();
                async.setTimeout(0);
                response.setContentType("text/event-stream");
                response.flushBuffer();
            }
        }
    }

    private void dispatched(Ending ending, HttpServletRequest request, HttpServletResponse response)
            throws ServletException {
        switch (ending) {
            case DISPATCH_AND_THROW -> throw new Planned();
            case DISPATCH_AND_START_AGAIN -> {
                AsyncContext async = request.startAsync();
                others.execute(async::complete);
            }
            default -> response.setContentLength(0);
        }
    }

    private static void write(AsyncContext async, int events) throws IOException {
        async.setTimeout(0);
        async.getResponse().setContentType("text/event-stream");
        ServletOutputStream out = async.getResponse().getOutputStream();
        out.setWriteListener(new WriteListener() {
            private int left = events;

            @Override
            public void onWritePossible() throws IOException {
                while (left > 0 && out.isReady()) {
                    left--;
                    out.write(EVENT);
                }
                if (left == 0) {
                    left = -1;
                    async.complete();
                }
            }

            @Override
            public void onError(Throwable failure) {
                async.complete();
            }
        });
    }

    @Override
    public void destroy() {
        others.shutdownNow();
    }

    /** Planned: without a stack trace in the log. */
    private static final class Planned extends ServletException {
        private static final long serialVersionUID = 1L;

        Planned() {
            super("planned");
            setStackTrace(new StackTraceElement[0]);
        }
    }
}
