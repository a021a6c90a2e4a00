package dev.breakwater.sse.jaxrs;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a resource method, a resource class, or a {@code SseEventSink} parameter: the sink is the JAX-RS implementation's own,
 * which may block who sends. For all resources there is the property {@link BreakwaterFeature#SINKS}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.PARAMETER})
public @interface StockSink {}
