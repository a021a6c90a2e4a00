package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.jaxrs.stream.Streams;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import java.util.function.Supplier;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.jspecify.annotations.Nullable;

/**
 * Gives a Jersey application non-blocking sinks, and a hub to inject: {@link SseHub} and {@link JaxrsHub}.
 *
 * <p>An application that has this library on its class path has the feature, unless it turns Jersey's auto-discovery off.
 * The hub is, in this order:
 *
 * <ul>
 *   <li>the one that the application registers the feature with, {@code register(new BreakwaterFeature(hub))};
 *   <li>the one that it has as its property {@value #HUB};
 *   <li>one with all defaults, which is made when it is injected for the first time and closed with the application.
 * </ul>
 */
@ConstrainedTo(RuntimeType.SERVER)
public final class BreakwaterFeature implements Feature {
    /** The property of an application that holds its {@link SseHub}. */
    public static final String HUB = "breakwater.hub";

    /** The property that turns our sinks and broadcasters {@code on}, which they are, or {@code off} for all resources. */
    public static final String SINKS = "breakwater.sinks";

    /** The property for the most bytes that may wait for one client: 1 KiB..64 MiB, by default 1 MiB. */
    public static final String SINK_BYTES = "breakwater.sink.bytes";

    /** The property for the most bytes that one broadcaster keeps: 16 KiB..1 GiB, by default 16 MiB. */
    public static final String BROADCASTER_BYTES = "breakwater.broadcaster.bytes";

    /**
     * The property for what to do with a client for which a broadcaster cannot keep more: {@code disconnect}, by default,
     * or {@code skip} to the newest event, after telling the client of the gap.
     */
    public static final String SINK_POLICY = "breakwater.sink.policy";

    private final @Nullable SseHub hub;

    /** A feature that finds its hub in the application's properties, or makes one. */
    public BreakwaterFeature() {
        this.hub = null;
    }

    /** A feature for a hub, which stays the caller's to close. */
    public BreakwaterFeature(SseHub hub) {
        this.hub = hub;
    }

    @Override
    public boolean configure(FeatureContext context) {
        SinkSettings settings = new SinkSettings(context.getConfiguration());
        if (!settings.on()) {
            return false;
        }
        SseHub given = hub != null ? hub : fromProperties(context);
        DefaultHub made = new DefaultHub();
        Supplier<SseHub> supplied = given == null ? made : () -> given;
        Streams streams = new Streams(supplied, settings.streams());
        context.register(new Bindings(supplied, streams));
        context.register(new ApplicationEnd(streams, made));
        context.register(SinkProvider.class, ValueParamProvider.class);
        context.register(PlainStreamFilter.class);
        return true;
    }

    private static @Nullable SseHub fromProperties(FeatureContext context) {
        Object property = context.getConfiguration().getProperty(HUB);
        if (property != null && !(property instanceof SseHub)) {
            throw new IllegalArgumentException("property " + HUB + " must be a " + SseHub.class.getName() + ": "
                    + property.getClass().getName());
        }
        return (SseHub) property;
    }
}
