package dev.breakwater.sse.servlet;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** The smallest servlet that a user of sse-core would write. */
final class EventsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient SseHub hub;

    EventsServlet(SseHub hub) {
        this.hub = hub;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SubscriptionRequest wanted = SubscriptionRequest.of(List.of(request.getParameterValues("topic")));
        String lastEventId = EventStreams.lastEventId(request);
        if (lastEventId != null) {
            wanted = wanted.from(StartPosition.after(lastEventId));
        } else if ("earliest".equals(request.getParameter("from"))) {
            wanted = wanted.from(StartPosition.earliest());
        } else if (request.getParameter("last") != null) {
            wanted = wanted.from(StartPosition.last(Integer.parseInt(request.getParameter("last"))));
        }
        if (request.getParameter("slow") != null) {
            wanted = wanted.withPolicy(SlowConsumerPolicy.valueOf(request.getParameter("slow")));
        }
        EventStreams.open(hub, request, response, wanted);
    }
}
