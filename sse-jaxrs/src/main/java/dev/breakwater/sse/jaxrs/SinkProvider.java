package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.jaxrs.stream.Streams;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.reflect.Method;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.glassfish.jersey.internal.util.collection.Ref;
import org.glassfish.jersey.media.sse.internal.SseEventSinkValueParamProvider;
import org.glassfish.jersey.message.MessageBodyWorkers;
import org.glassfish.jersey.model.Parameter.Source;
import org.glassfish.jersey.process.internal.RequestScope;
import org.glassfish.jersey.server.AsyncContext;
import org.glassfish.jersey.server.CloseableService;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.glassfish.jersey.uri.UriTemplate;
import org.jspecify.annotations.Nullable;

/** Gives resource methods our sink for a {@code @Context SseEventSink} parameter, before Jersey's own provider can. */
final class SinkProvider implements ValueParamProvider {
    private static final Pattern MANY_SLASHES = Pattern.compile("//+");

    private final Provider<AsyncContext> async;
    private final Provider<Ref<HttpServletRequest>> servletRequest;
    private final Provider<CloseableService> closeables;
    private final Provider<MessageBodyWorkers> workers;
    private final Provider<RequestScope> scope;
    private final Streams streams;
    private final Replays replays;
    private final Provider<InjectionManager> injection;

    @Inject
    SinkProvider(
            Provider<AsyncContext> async,
            Provider<Ref<HttpServletRequest>> servletRequest,
            Provider<CloseableService> closeables,
            Provider<MessageBodyWorkers> workers,
            Provider<RequestScope> scope,
            Streams streams,
            Replays replays,
            Provider<InjectionManager> injection) {
        this.async = async;
        this.servletRequest = servletRequest;
        this.closeables = closeables;
        this.workers = workers;
        this.scope = scope;
        this.streams = streams;
        this.replays = replays;
        this.injection = injection;
    }

    @Override
    public @Nullable Function<ContainerRequest, SseEventSink> getValueProvider(Parameter parameter) {
        boolean ours = parameter.getSource() == Source.CONTEXT && parameter.getRawType() == SseEventSink.class;
        if (!ours || parameter.isAnnotationPresent(StockSink.class)) {
            return null;
        }
        Function<ContainerRequest, ?> stock = injection
                .get()
                .createAndInitialize(SseEventSinkValueParamProvider.class)
                .getValueProvider(parameter);
        return request -> stock != null && isStock(request) ? (SseEventSink) stock.apply(request) : sink(request);
    }

    @Override
    public PriorityType getPriority() {
        return Priority.HIGH;
    }

    private SseEventSink sink(ContainerRequest request) {
        StreamRequest asked = new StreamRequest(
                request,
                servletRequest.get().get(),
                async.get(),
                scope.get(),
                streams.hub().resources().at(path(request)));
        asked.requireAdmissionOfPlain(streams.hub());
        Method method = method(request);
        Replayable replayable = method == null ? null : method.getAnnotation(Replayable.class);
        NonBlockingSink sink = new NonBlockingSink(
                streams,
                asked,
                new DeferredTransport(asked.counters()),
                new EventEncoder(new JerseyWriters(workers)),
                replayable == null ? null : replays.of(replayable));
        closeables.get().add(sink::abandon);
        return sink;
    }

    /** The path of the resource method as it is declared: {@code /rooms/{room}}. */
    private static String path(ContainerRequest request) {
        StringBuilder path = new StringBuilder();
        for (UriTemplate template : request.getUriInfo().getMatchedTemplates()) { // the innermost first
            path.insert(0, template.getTemplate());
        }
        return path.isEmpty() ? "/" : MANY_SLASHES.matcher(path).replaceAll("/");
    }

    private static boolean isStock(ContainerRequest request) {
        Method method = method(request);
        return method != null
                && (method.isAnnotationPresent(StockSink.class)
                        || method.getDeclaringClass().isAnnotationPresent(StockSink.class));
    }

    private static @Nullable Method method(ContainerRequest request) {
        ResourceMethod matched = request.getUriInfo().getMatchedResourceMethod();
        return matched == null ? null : matched.getInvocable().getHandlingMethod();
    }
}
