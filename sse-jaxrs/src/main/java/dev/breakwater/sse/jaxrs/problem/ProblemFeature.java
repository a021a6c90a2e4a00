package dev.breakwater.sse.jaxrs.problem;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/** Makes every error of an application a problem. */
public final class ProblemFeature implements Feature {
    /** The feature. */
    public ProblemFeature() {}

    @Override
    public boolean configure(FeatureContext context) {
        context.register(IllegalArgumentMapper.class);
        context.register(EventTooLargeMapper.class);
        context.register(WebApplicationMapper.class);
        context.register(UnexpectedFailureMapper.class);
        context.register(BareErrorFilter.class);
        return true;
    }
}
