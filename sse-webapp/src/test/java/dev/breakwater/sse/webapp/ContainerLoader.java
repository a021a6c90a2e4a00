package dev.breakwater.sse.webapp;

import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * What a WAR sees of its container. The test's class path has the application too, and a WAR that found its classes
 * there would have nothing of its own that could leak.
 */
final class ContainerLoader extends ClassLoader {
    private static final List<String> CONTAINER =
            List.of("jakarta.servlet.", "org.apache.", "org.eclipse.jetty.", "org.slf4j.");

    ContainerLoader() {
        super("container", ContainerLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (CONTAINER.stream().anyMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        return ClassLoader.getPlatformClassLoader().loadClass(name);
    }

    @Override
    public URL getResource(String name) {
        return ClassLoader.getPlatformClassLoader().getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) {
        return Collections.emptyEnumeration();
    }
}
