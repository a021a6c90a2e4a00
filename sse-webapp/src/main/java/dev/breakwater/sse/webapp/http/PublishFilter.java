package dev.breakwater.sse.webapp.http;

import dev.breakwater.sse.Published;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.jaxrs.events.PlainPublishing;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what plainly is one event before Jersey is reached: a server that has just been started would need a millisecond
 * or two for each on the way there and back, while a herd comes. What is refused goes on to the resource of Jersey's with
 * the body that was read, and is refused there, in words.
 */
public final class PublishFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(PublishFilter.class.getName());

    @SuppressWarnings("serial") // never serialised
    private final PlainPublishing publishing;

    /**
     * A filter for the path of the events of a hub, and no other path.
     *
     * @param token what publishers must send
     */
    public PublishFilter(SseHub hub, String token) {
        this.publishing = new PlainPublishing(hub, token);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!publishing.takes(request)) {
            chain.doFilter(request, response);
            return;
        }
        ReadBody body = ReadBody.of(request);
        CompletionStage<Published> stored;
        try {
            stored = publishing.publish(request, body.bytes());
        } catch (RuntimeException | IOException refused) {
            chain.doFilter(body.again(request), response);
            return;
        }
        if (stored.toCompletableFuture().isDone()) {
            stored.whenComplete((published, failure) -> answer(response, published, failure));
        } else {
            AsyncContext async = request.startAsync();
            async.setTimeout(0); // the store answers, whatever happens
            stored.whenComplete((published, failure) -> {
                answer(response, published, failure);
                async.complete();
            });
        }
    }

    private static void answer(
            HttpServletResponse response, @Nullable Published published, @Nullable Throwable failure) {
        try {
            PlainPublishing.answer(response, published, failure);
        } catch (IOException | RuntimeException gone) {
            // The publisher has left, or its application is being taken out of service; the event is where it is.
            LOG.log(Logger.Level.DEBUG, "a publisher did not get its answer", gone);
        }
    }
}
