package dev.breakwater.sse.webapp;

import dev.breakwater.sse.jaxrs.BreakwaterFeature;
import dev.breakwater.sse.jaxrs.events.EventsFeature;
import dev.breakwater.sse.webapp.admin.AdminResource;
import dev.breakwater.sse.webapp.health.HealthResource;
import dev.breakwater.sse.webapp.http.ApiPaths;
import dev.breakwater.sse.webapp.metrics.Metrics;
import dev.breakwater.sse.webapp.metrics.MetricsResource;
import dev.breakwater.sse.webapp.settings.Settings;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletProperties;

/** What the application is to Jersey: these resources, and nothing that a library in the container adds by itself. */
final class Resources {
    private Resources() {}

    static ResourceConfig of(Deployment deployment, Settings settings) {
        return new ResourceConfig()
                .register(new BreakwaterFeature(deployment.hub()))
                .register(new EventsFeature(settings.token()))
                .register(new MetricsBinder(deployment.metrics()))
                .register(HealthResource.class)
                .register(AdminResource.class)
                .register(MetricsResource.class)
                .property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
                .property(CommonProperties.PROVIDER_DEFAULT_DISABLE, "ALL")
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .property(ServerProperties.BV_FEATURE_DISABLE, true)
                .property(ServletProperties.FILTER_STATIC_CONTENT_REGEX, ApiPaths.filesPattern());
    }

    private static final class MetricsBinder extends AbstractBinder {
        private final Metrics metrics;

        MetricsBinder(Metrics metrics) {
            this.metrics = metrics;
        }

        @Override
        protected void configure() {
            bind(metrics).to(Metrics.class);
        }
    }
}
