package dev.breakwater.sse.servlet;

import jakarta.servlet.ServletRequest;
import java.io.Closeable;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What Jetty has under a request of the servlet API. Its types are not on the class path here, nor visible from a WAR, so this
 * asks the objects; any surprise means that there is nothing.
 */
final class JettyRequest {
    private static final String SERVLET_REQUEST = "org.eclipse.jetty.ee10.servlet.ServletApiRequest";

    /** Each looked up once: a look-up makes several objects, and each stream asks a dozen times. Jetty's classes are few. */
    private static final Map<Question, Method> METHODS = new ConcurrentHashMap<>();

    private JettyRequest() {}

    /** A method without parameters. */
    private record Question(Class<?> of, String method) {}

    /** Jetty's own request, or null if this is none of Jetty's. */
    static @Nullable Object under(ServletRequest request) throws ReflectiveOperationException {
        ServletRequest unwrapped = ContainerRequest.under(request);
        return isServletRequest(unwrapped) ? ask(unwrapped, "getRequest") : null;
    }

    /**
     * Has what waits to be written fail, as when Jetty's idle timeout is over: over HTTP/2 the stream is reset, and its
     * connection goes on; a connection of HTTP/1.1 is closed. The callbacks come on a thread of Jetty's. Does nothing if this
     * is another container's.
     */
    static void fail(ServletRequest request, Throwable why) {
        try {
            Object core = under(request);
            if (core != null) {
                core.getClass().getMethod("fail", Throwable.class).invoke(core, why);
            }
        } catch (ReflectiveOperationException | RuntimeException anotherJetty) {
            // Its idle timeout does the same, later.
        }
    }

    /** The connection of a request, with all that is on it; null if this is another container's. */
    static @Nullable Closeable connection(ServletRequest request) {
        try {
            Object core = under(request);
            return core == null
                    ? null
                    : (Closeable) ask(ask(ask(core, "getConnectionMetaData"), "getConnection"), "getEndPoint");
        } catch (ReflectiveOperationException | RuntimeException anotherJetty) {
            return null;
        }
    }

    /** What a method of an object returns, which has no parameters and returns something. */
    static Object ask(Object object, String question) throws ReflectiveOperationException {
        return Objects.requireNonNull(tell(object, question));
    }

    /** Calls a method of an object that has no parameters. */
    static @Nullable Object tell(Object object, String name) throws ReflectiveOperationException {
        Question question = new Question(object.getClass(), name);
        Method method = METHODS.get(question);
        if (method == null) {
            method = question.of.getMethod(name);
            METHODS.put(question, method);
        }
        return method.invoke(object);
    }

    private static boolean isServletRequest(ServletRequest request) {
        for (Class<?> type = request.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(SERVLET_REQUEST)) {
                return true;
            }
        }
        return false;
    }
}
