package dev.breakwater.sse.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The socket under a committed HTTP/1.1 response of Jetty's whose body ends with the connection: its bytes are the
 * stream's bytes, so that, while Jetty itself has nothing left to write, they can go straight to the socket. That saves
 * half of what a delivery costs beside the system call. What the socket does not take goes to Jetty, which then waits for
 * it, cuts it after its idle timeout, and reports its failures, as for any write of its own.
 *
 * <p>Jetty's types are not on the class path here, nor visible from a WAR, so this asks the objects. Any surprise (TLS,
 * HTTP/2, chunks, a handler that transforms responses, a Jetty that has changed) means that there is no such socket, and
 * all is written through Jetty.
 */
final class JettySocket {
    private static final String REQUEST = "org.eclipse.jetty.ee10.servlet.ServletApiRequest";
    private static final String HTTP_1 = "org.eclipse.jetty.server.internal.HttpConnection";
    private static final String PLAIN_TCP = "org.eclipse.jetty.io.SocketChannelEndPoint";

    /** Responses that pass bytes on as they are. */
    private static final Set<String> TRANSPARENT = Set.of(
            "org.eclipse.jetty.ee10.servlet.ServletContextResponse",
            "org.eclipse.jetty.server.internal.HttpChannelState$ChannelResponse");

    private final SocketChannel channel;
    private final Object endPoint;

    private JettySocket(SocketChannel channel, Object endPoint) {
        this.channel = channel;
        this.endPoint = endPoint;
    }

    /** What is under a response, once it is committed; null if there is nothing that may be written to. */
    static @Nullable JettySocket under(ServletRequest request) {
        ServletRequest unwrapped = request;
        while (unwrapped instanceof ServletRequestWrapper wrapper) {
            unwrapped = wrapper.getRequest();
        }
        if (!is(REQUEST, unwrapped)) {
            return null;
        }
        try {
            Object core = ask(unwrapped, "getRequest");
            Object connection = ask(ask(core, "getConnectionMetaData"), "getConnection");
            if (!connection.getClass().getName().equals(HTTP_1)
                    || !isCommittedUntilClose(ask(connection, "getGenerator"))
                    || !isTransparent(ask(core, "getServletContextResponse"))) {
                return null;
            }
            Object endPoint = ask(connection, "getEndPoint");
            return endPoint.getClass().getName().equals(PLAIN_TCP)
                            && ask(endPoint, "getTransport") instanceof SocketChannel channel
                    ? new JettySocket(channel, endPoint)
                    : null;
        } catch (ReflectiveOperationException | RuntimeException anotherJetty) {
            return null;
        }
    }

    /**
     * Writes as much as the socket takes at once, nothing if it is broken: whoever then has Jetty write the rest is told
     * of the failure as always.
     */
    int write(ByteBuffer bytes) {
        try {
            return channel.write(bytes);
        } catch (IOException broken) {
            return 0;
        }
    }

    /** Tells Jetty that the client was taking bytes until now, so that its patience with the rest begins anew. */
    void notIdle() {
        try {
            tell(endPoint, "notIdle");
        } catch (ReflectiveOperationException anotherJetty) {
            // Then its patience is shorter than it was meant to be.
        }
    }

    private static boolean isCommittedUntilClose(Object generator) throws ReflectiveOperationException {
        return ask(generator, "isCommitted").equals(true)
                && ask(generator, "isChunking").equals(false)
                && ask(generator, "isPersistent").equals(false);
    }

    private static boolean isTransparent(Object response) throws ReflectiveOperationException {
        Object layer = response;
        while (TRANSPARENT.contains(layer.getClass().getName())) {
            if (layer.getClass().getName().endsWith("ChannelResponse")) {
                return true;
            }
            layer = ask(layer, "getWrapped");
        }
        return false;
    }

    private static boolean is(String className, Object object) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(className)) {
                return true;
            }
        }
        return false;
    }

    private static Object ask(Object object, String question) throws ReflectiveOperationException {
        return Objects.requireNonNull(tell(object, question));
    }

    private static @Nullable Object tell(Object object, String method) throws ReflectiveOperationException {
        return object.getClass().getMethod(method).invoke(object);
    }
}
