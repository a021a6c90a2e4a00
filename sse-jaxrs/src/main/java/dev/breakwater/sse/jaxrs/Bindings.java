package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.jaxrs.stream.Streams;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.Sse;
import java.util.function.Supplier;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.internal.inject.CustomAnnotationLiteral;
import org.glassfish.jersey.message.MessageBodyWorkers;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegateProvider;

/** Makes a hub injectable, and puts our own {@link Sse} and {@link AsyncDelegates} before Jersey's. */
final class Bindings extends AbstractBinder {
    private static final int BEFORE_JERSEY = 100;

    private final Supplier<SseHub> hub;
    private final Streams streams;
    private final ForeignSinks foreign;

    Bindings(Supplier<SseHub> hub, Streams streams) {
        this.hub = hub;
        this.streams = streams;
        this.foreign = new ForeignSinks(streams);
    }

    @Override
    protected void configure() {
        bindFactory(hub).to(SseHub.class).in(Singleton.class);
        bindFactory(() -> new JaxrsHub(hub.get(), streams, foreign))
                .to(JaxrsHub.class)
                .in(Singleton.class);
        bind(streams).to(Streams.class);
        bind(foreign).to(ForeignSinks.class);
        bind(new Replays(hub)).to(Replays.class);
        bindFactory(SseFactory.class).to(Sse.class).in(Singleton.class).ranked(BEFORE_JERSEY);
        bind(new AsyncDelegates()).to(AsyncContextDelegateProvider.class).qualifiedBy(CustomAnnotationLiteral.INSTANCE);
    }

    /** For Jersey, which has the writers only once the application is complete. */
    static final class SseFactory implements Supplier<Sse> {
        private final Streams streams;
        private final ForeignSinks foreign;
        private final Provider<MessageBodyWorkers> workers;

        @Inject
        SseFactory(Streams streams, ForeignSinks foreign, Provider<MessageBodyWorkers> workers) {
            this.streams = streams;
            this.foreign = foreign;
            this.workers = workers;
        }

        @Override
        public Sse get() {
            return new BreakwaterSse(streams, foreign, new EventEncoder(new JerseyWriters(workers)));
        }
    }
}
