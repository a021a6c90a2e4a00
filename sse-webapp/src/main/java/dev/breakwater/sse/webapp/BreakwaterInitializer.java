package dev.breakwater.sse.webapp;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.doctor.probe.DoctorServlet;
import dev.breakwater.sse.webapp.http.ApiPaths;
import dev.breakwater.sse.webapp.http.CorsFilter;
import dev.breakwater.sse.webapp.http.PageHeadersFilter;
import dev.breakwater.sse.webapp.http.ProblemFilter;
import dev.breakwater.sse.webapp.http.PublishFilter;
import dev.breakwater.sse.webapp.http.SubscribeFilter;
import dev.breakwater.sse.webapp.http.TextBodyFilter;
import dev.breakwater.sse.webapp.settings.Settings;
import dev.breakwater.sse.webapp.settings.SettingsException;
import dev.breakwater.sse.webapp.settings.SettingsReader;
import dev.breakwater.sse.webapp.settings.Sources;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.lang.System.Logger;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jspecify.annotations.Nullable;

/**
 * Starts the application in a servlet context, and stops it with the context. A container finds this in the WAR by
 * itself; whoever embeds one adds an instance to a context, which needs a default servlet for the page.
 *
 * <p>Settings come from system properties, the environment, a file and the context's parameters: see {@link
 * SettingsReader}.
 */
public final class BreakwaterInitializer implements ServletContainerInitializer {
    /** The attribute of the servlet context that holds the {@link SseHub}. */
    public static final String HUB = "dev.breakwater.sse.hub";

    /** The attribute of the servlet context that holds the token of publishers, a {@link String}. */
    public static final String TOKEN = "dev.breakwater.sse.token";

    private static final Logger LOG = System.getLogger(BreakwaterInitializer.class.getName());
    static final String DEPLOYMENT = "dev.breakwater.sse.deployment";
    private static final String EVERYTHING = "/*";

    /** An initializer, for one context. */
    public BreakwaterInitializer() {}

    /**
     * Starts the application.
     *
     * @throws SettingsException if a setting is wrong; the message has all that are
     */
    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        if (context.getAttribute(HUB) != null) {
            // Found by the container, and added by whoever embeds it.
            return;
        }
        Settings settings = new SettingsReader(Sources.of(context), new SecureRandom()).read();
        settings.warnings().forEach(warning -> LOG.log(Logger.Level.WARNING, warning));
        Deployment deployment = Deployment.start(settings);
        try {
            context.setAttribute(HUB, deployment.hub());
            context.setAttribute(DEPLOYMENT, deployment);
            context.setAttribute(TOKEN, settings.token());
            context.addListener(deployment);
            addFilters(context, settings, deployment);
            addDoctor(context, deployment);
        } catch (RuntimeException failure) {
            deployment.close();
            throw failure;
        }
        if (settings.tokenGenerated()) {
            tellToken(context, settings.token());
        }
    }

    /**
     * Empties the application of a context, as its end does too, within {@code breakwater.drain.window}: for whoever embeds
     * it and is about to stop, while the server still listens. Does nothing if there is no application.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public static void drain(ServletContext context) throws InterruptedException {
        if (context.getAttribute(DEPLOYMENT) instanceof Deployment deployment) {
            deployment.drain();
        }
    }

    private static void addFilters(ServletContext context, Settings settings, Deployment deployment) {
        add(context, new ProblemFilter(), EVERYTHING);
        if (!settings.corsOrigins().isEmpty()) {
            add(context, new CorsFilter(settings.corsOrigins()), EVERYTHING);
        }
        add(context, new PageHeadersFilter(), EVERYTHING);
        add(context, deployment.budget(), ApiPaths.EVENTS + EVERYTHING);
        add(context, new SubscribeFilter(deployment.hub()), ApiPaths.EVENTS);
        add(context, new PublishFilter(deployment.hub(), settings.token()), ApiPaths.EVENTS);
        add(context, new TextBodyFilter(), ApiPaths.EVENTS + EVERYTHING);
        // A filter, because a servlet of several paths would see each of them as a root of its own.
        add(context, new ServletContainer(Resources.of(deployment, settings)), EVERYTHING);
    }

    private static void addDoctor(ServletContext context, Deployment deployment) {
        ServletRegistration.Dynamic registration =
                context.addServlet("breakwater-doctor", new DoctorServlet(deployment.doctor()));
        registration.setAsyncSupported(true);
        registration.addMapping(DoctorServlet.PATHS.toArray(String[]::new));
    }

    private static void add(ServletContext context, Filter filter, String path) {
        FilterRegistration.Dynamic registration =
                context.addFilter("breakwater-" + filter.getClass().getSimpleName(), filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, path);
    }

    private static void tellToken(ServletContext context, String token) {
        LOG.log(
                Logger.Level.INFO,
                "no breakwater.token is configured, so publishers need this one until the next start; with host and port"
                        + " as they are here, publish with: curl -H 'Authorization: Bearer " + token
                        + "' --data-binary 'hello' 'http://localhost:8080" + context.getContextPath()
                        + "/events?topic=demo'");
    }
}
