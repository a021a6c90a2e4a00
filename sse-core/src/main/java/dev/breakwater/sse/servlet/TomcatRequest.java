package dev.breakwater.sse.servlet;

import jakarta.servlet.ServletRequest;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * What Tomcat has under a request of the servlet API. Its types are not on the class path here, so this asks the objects; any
 * surprise means that there is nothing.
 */
final class TomcatRequest {
    private static final String FACADE = "org.apache.catalina.connector.RequestFacade";
    private static final String HTTP_2 = "HTTP/2";

    private TomcatRequest() {}

    /**
     * Has a stream of HTTP/2 fail and be reset, whose client does not read: for such a one Tomcat has no timeout unless a thread
     * of its own waits for it. The callbacks come on a thread of Tomcat's. Does nothing if the request is another
     * container's or of HTTP/1.1, where Tomcat's write timeout comes by itself.
     */
    static void fail(ServletRequest request, Throwable why) {
        ServletRequest unwrapped = ContainerRequest.under(request);
        if (!unwrapped.getClass().getName().equals(FACADE)
                || !unwrapped.getProtocol().startsWith(HTTP_2)) {
            return;
        }
        try {
            Field catalina = unwrapped.getClass().getDeclaredField("request");
            catalina.setAccessible(true);
            Object connector = catalina.get(unwrapped);
            Object coyote = connector.getClass().getMethod("getCoyoteRequest").invoke(connector);
            Method action = Arrays.stream(coyote.getClass().getMethods())
                    .filter(method -> method.getName().equals("action") && method.getParameterCount() == 2)
                    .findFirst()
                    .orElseThrow();
            Object closeNow = Arrays.stream(action.getParameterTypes()[0].getEnumConstants())
                    .filter(code -> code.toString().equals("CLOSE_NOW"))
                    .findFirst()
                    .orElseThrow();
            action.invoke(coyote, closeNow, why);
        } catch (ReflectiveOperationException | RuntimeException anotherTomcat) {
            // It ends with its connection.
        }
    }
}
