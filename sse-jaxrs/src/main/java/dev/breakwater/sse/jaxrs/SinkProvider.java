package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.delivery.CloseReason;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.function.Function;
import org.glassfish.jersey.internal.util.collection.Ref;
import org.glassfish.jersey.message.MessageBodyWorkers;
import org.glassfish.jersey.model.Parameter.Source;
import org.glassfish.jersey.process.internal.RequestScope;
import org.glassfish.jersey.server.AsyncContext;
import org.glassfish.jersey.server.CloseableService;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.jspecify.annotations.Nullable;

/** Gives resource methods our sink for a {@code @Context SseEventSink} parameter, before Jersey's own provider can. */
final class SinkProvider implements ValueParamProvider {
    private final Provider<AsyncContext> async;
    private final Provider<Ref<HttpServletRequest>> servletRequest;
    private final Provider<CloseableService> closeables;
    private final Provider<MessageBodyWorkers> workers;
    private final Provider<RequestScope> scope;

    @Inject
    SinkProvider(
            Provider<AsyncContext> async,
            Provider<Ref<HttpServletRequest>> servletRequest,
            Provider<CloseableService> closeables,
            Provider<MessageBodyWorkers> workers,
            Provider<RequestScope> scope) {
        this.async = async;
        this.servletRequest = servletRequest;
        this.closeables = closeables;
        this.workers = workers;
        this.scope = scope;
    }

    @Override
    public @Nullable Function<ContainerRequest, SseEventSink> getValueProvider(Parameter parameter) {
        boolean ours = parameter.getSource() == Source.CONTEXT && parameter.getRawType() == SseEventSink.class;
        return ours ? this::sink : null;
    }

    @Override
    public PriorityType getPriority() {
        return Priority.HIGH;
    }

    private SseEventSink sink(ContainerRequest request) {
        DeferredTransport transport = new DeferredTransport();
        // Runs when Jersey has answered: with our stream, or with an error instead of it.
        closeables.get().add(() -> transport.abandon(CloseReason.ERROR));
        return new NonBlockingSink(
                new StreamRequest(request, servletRequest.get().get(), async.get(), scope.get()),
                transport,
                new EventWriter(workers.get()));
    }
}
