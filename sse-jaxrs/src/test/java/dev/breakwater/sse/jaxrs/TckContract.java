package dev.breakwater.sse.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ee.jakarta.tck.ws.rs.jaxrs21.ee.sse.SSEJAXRSClient;
import jakarta.ws.rs.core.Application;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ResourceConfig;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The tests for server-sent events of the official Jakarta RESTful Web Services TCK, as the artifact has them: its
 * archives are deployed, its test methods called, one by one, each on a new instance. What they are given is Jersey with
 * this library on its class path, found by Jersey itself.
 */
abstract class TckContract {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Container container = newContainer();

    abstract Container newContainer();

    @AfterEach
    void stop() throws Exception {
        container.close();
    }

    @TestFactory
    Stream<DynamicTest> sseEventSink() throws Exception {
        return testsOf(ee.jakarta.tck.ws.rs.jaxrs21.ee.sse.sseeventsink.JAXRSClientIT.class, 15);
    }

    @TestFactory
    Stream<DynamicTest> sseBroadcaster() throws Exception {
        return testsOf(ee.jakarta.tck.ws.rs.jaxrs21.ee.sse.ssebroadcaster.JAXRSClientIT.class, 1);
    }

    @TestFactory
    Stream<DynamicTest> sseEventSource() throws Exception {
        return testsOf(ee.jakarta.tck.ws.rs.jaxrs21.ee.sse.sseeventsource.JAXRSClientIT.class, 17);
    }

    private Stream<DynamicTest> testsOf(Class<? extends SSEJAXRSClient> tests, int known) throws Exception {
        WebArchive archive = (WebArchive) tests.getMethod("createDeployment").invoke(null);
        String contextPath = "/" + archive.getName().replaceFirst("\\.war$", "");
        int port = container.start(contextPath, ResourceConfig.forApplicationClass(application(archive)));
        System.setProperty("webServerHost", "127.0.0.1");
        System.setProperty("webServerPort", Integer.toString(port));
        List<Method> methods = Arrays.stream(tests.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        assertThat(methods).as("tests that the artifact has").hasSize(known);
        return methods.stream().map(method -> DynamicTest.dynamicTest(method.getName(), () -> call(tests, method)));
    }

    private static Class<? extends Application> application(WebArchive archive) throws ClassNotFoundException {
        String path = archive.getContent().keySet().stream()
                .map(entry -> entry.get())
                .filter(entry -> entry.endsWith("/TSAppConfig.class"))
                .findFirst()
                .orElseThrow();
        String name = path.replaceFirst("^/WEB-INF/classes/", "")
                .replaceFirst("\\.class$", "")
                .replace('/', '.');
        return Class.forName(name).asSubclass(Application.class);
    }

    private static void call(Class<? extends SSEJAXRSClient> tests, Method method) throws Throwable {
        SSEJAXRSClient instance = tests.getConstructor().newInstance();
        try {
            assertTimeoutPreemptively(LONGEST, () -> invoke(instance, method));
        } finally {
            instance.cleanup();
        }
    }

    private static void invoke(SSEJAXRSClient instance, Method method) throws Throwable {
        try {
            method.invoke(instance);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
