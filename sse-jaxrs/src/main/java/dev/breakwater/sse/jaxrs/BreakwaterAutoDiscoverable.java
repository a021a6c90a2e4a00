package dev.breakwater.sse.jaxrs;

import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.FeatureContext;
import org.glassfish.jersey.internal.spi.AutoDiscoverable;

/** Has Jersey find {@link BreakwaterFeature} in every servlet application that has this library on its class path. */
@ConstrainedTo(RuntimeType.SERVER)
public final class BreakwaterAutoDiscoverable implements AutoDiscoverable {
    /** What only Jersey's servlet container brings: without it there are no responses that could be taken over. */
    private static final String SERVLET_CONTAINER = "org.glassfish.jersey.servlet.spi.AsyncContextDelegateProvider";

    /** For Jersey. */
    public BreakwaterAutoDiscoverable() {}

    @Override
    public void configure(FeatureContext context) {
        if (!context.getConfiguration().isRegistered(BreakwaterFeature.class) && hasServletContainer()) {
            context.register(new BreakwaterFeature());
        }
    }

    private static boolean hasServletContainer() {
        try {
            Class.forName(SERVLET_CONTAINER, false, BreakwaterAutoDiscoverable.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException noServletContainer) {
            return false;
        }
    }
}
