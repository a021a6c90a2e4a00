package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.SseHub;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.internal.inject.CustomAnnotationLiteral;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegateProvider;

/** Makes a hub injectable, and puts our own {@link AsyncDelegates} before Jersey's. */
final class HubBinder extends AbstractBinder {
    private final Supplier<SseHub> hub;

    HubBinder(Supplier<SseHub> hub) {
        this.hub = hub;
    }

    @Override
    protected void configure() {
        bindFactory(hub).to(SseHub.class).in(Singleton.class);
        bindFactory(() -> new JaxrsHub(hub.get())).to(JaxrsHub.class).in(Singleton.class);
        bind(new AsyncDelegates()).to(AsyncContextDelegateProvider.class).qualifiedBy(CustomAnnotationLiteral.INSTANCE);
    }
}
