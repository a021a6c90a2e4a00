package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.admission.Deferral;
import dev.breakwater.sse.admission.DeferralReason;
import dev.breakwater.sse.delivery.ClientKey;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.ResourceCounters;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.servlet.Admissions;
import dev.breakwater.sse.servlet.Clients;
import dev.breakwater.sse.servlet.EventStreams;
import dev.breakwater.sse.servlet.GuardedStream;
import dev.breakwater.sse.servlet.ServletTransport;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.glassfish.jersey.process.internal.RequestScope;
import org.glassfish.jersey.server.AsyncContext;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;

/** The request for a stream, as long as Jersey has it: until the resource method has returned and the filters have run. */
final class StreamRequest {
    private final ContainerRequest request;
    private final HttpServletRequest servletRequest;
    private final AsyncContext async;
    private final RequestScope scope;
    private final ResourceCounters counters;

    /** The hub that has let the client in, or null. */
    private @Nullable SseHub admittedBy;

    /**
     * A request that Jersey has suspended.
     *
     * @param servletRequest the container's own, not a proxy that asks for the request of the current thread
     */
    StreamRequest(
            ContainerRequest request,
            HttpServletRequest servletRequest,
            AsyncContext async,
            RequestScope scope,
            ResourceCounters counters) {
        this.request = request;
        this.servletRequest = servletRequest;
        this.async = async;
        this.scope = scope;
        this.counters = counters;
    }

    /** What counts the streams of the resource. */
    ResourceCounters counters() {
        return counters;
    }

    /** {@code Last-Event-ID}, or else the query parameter {@code lastEventId}; null if there is neither. */
    @Nullable
    String lastEventId() {
        String header = EventStreams.lastEventId(servletRequest);
        return header != null
                ? header
                : request.getUriInfo().getQueryParameters().getFirst("lastEventId");
    }

    /**
     * Asks the hub whether it lets the client in, unless that was asked already, here or by a filter.
     *
     * @throws ComeBackException if it does not
     */
    void requireAdmission(SseHub hub) {
        if (admittedBy == hub) {
            return;
        }
        Deferral deferral = Admissions.admit(hub, servletRequest);
        if (deferral != null) {
            throw ComeBackException.to(servletRequest.getHeader(HttpHeaders.ACCEPT), deferral, null);
        }
        admittedBy = hub;
    }

    /**
     * The same for a resource that knows nothing of hubs: asked for GET only, for whoever sends something else is no {@code
     * EventSource}, and would not come back.
     */
    void requireAdmissionOfPlain(SseHub hub) {
        if (servletRequest.getMethod().equals(HttpMethod.GET)) {
            requireAdmission(hub);
        }
    }

    /** What to answer when the hub refuses a subscription all the same. */
    ComeBackException refusal(SseHub hub, IllegalStateException why) {
        return ComeBackException.to(
                servletRequest.getHeader(HttpHeaders.ACCEPT),
                hub.admission().untilThereIsRoom(DeferralReason.REFUSED),
                why);
    }

    /** The subscription as that of the client that the request names. */
    SubscriptionRequest named(SubscriptionRequest wanted) {
        return Clients.named(wanted, servletRequest);
    }

    /** Who the client says it is, or null. */
    @Nullable
    ClientKey client() {
        return Clients.key(servletRequest, Clients.owner(servletRequest));
    }

    /** Counts the stream, and has a filter in front end it when its owner opens another one in its place. */
    void opened(Subscription stream) {
        counters.count(stream);
        GuardedStream.replaceBy(servletRequest, stream::replace);
    }

    /**
     * Has Jersey answer, as far as the headers, and the transport go on from there.
     *
     * @param headersAlone whether nothing may follow for long, so that the headers must be sent by themselves
     */
    void handOver(DeferredTransport transport, boolean headersAlone) {
        Response.ResponseBuilder answer = Response.ok().type(MediaType.SERVER_SENT_EVENTS_TYPE);
        EventStreams.HEADERS.forEach(answer::header);
        // The container's word for it: Jersey has a HEAD request call the method for GET, and calls it GET meanwhile.
        if (servletRequest.getMethod().equals(HttpMethod.HEAD)) {
            transport.abandon(CloseReason.APPLICATION);
        } else {
            answer.entity(new HandOver(scope, transport, () -> open(headersAlone)));
        }
        if (!async.resume(answer.build())) {
            transport.abandon(CloseReason.ERROR);
        }
    }

    private ServletTransport open(boolean headersAlone) throws IOException {
        var suspended = servletRequest.getAsyncContext();
        if (headersAlone) {
            suspended.getResponse().flushBuffer(); // does not block: the connection has sent nothing yet
        }
        return new ServletTransport(suspended);
    }
}
