package dev.breakwater.sse.jaxrs.events;

import dev.breakwater.sse.jaxrs.BreakwaterFeature;
import dev.breakwater.sse.jaxrs.problem.ProblemFeature;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/**
 * Adds the resource {@code /events} to an application that has a {@link BreakwaterFeature}, and makes all of the
 * application's errors problems.
 */
public final class EventsFeature implements Feature {
    private final String token;

    /**
     * The resource, guarded.
     *
     * @param token what publishers must send as {@code Authorization: Bearer}
     * @throws IllegalArgumentException if it is blank
     */
    public EventsFeature(String token) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("token must not be blank");
        }
        this.token = token;
    }

    @Override
    public boolean configure(FeatureContext context) {
        context.register(EventsResource.class);
        context.register(new TokenFilter(token));
        context.register(ProblemFeature.class);
        return true;
    }
}
