package dev.breakwater.sse.servlet;

import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The socket under an HTTP/1.1 response of Jetty's whose body comes in chunks. While Jetty itself has nothing
 * left to write, whole chunks of our own making can go straight to the socket, in one plain write each: that saves most
 * of what a delivery costs beside the system call. Jetty ends the body as ever, with the last chunk.
 *
 * <p>What the socket does not take at once is given to Jetty's end point, below HTTP, which waits for the client. Jetty's
 * idle timeout does not see that wait, so this is only for streams whose owner {@linkplain #cut cuts} clients that do not
 * read.
 *
 * <p>Jetty's types are not on the class path here, nor visible from a WAR, so this asks the objects. Any surprise (TLS,
 * HTTP/2, no chunks, a handler that transforms responses, a Jetty that has changed) means that there is no such socket,
 * and all is written through Jetty.
 *
 * <p>Guarded by the transport that it belongs to.
 */
final class JettySocket {
    private static final String HTTP_1 = "org.eclipse.jetty.server.internal.HttpConnection";
    private static final String PLAIN_TCP = "org.eclipse.jetty.io.SocketChannelEndPoint";
    private static final String NEEDS_END = "_needCRLF";
    private static final String CALLBACK = "org.eclipse.jetty.util.Callback";

    /** Responses that pass bytes on as they are. */
    private static final Set<String> TRANSPARENT = Set.of(
            "org.eclipse.jetty.ee10.servlet.ServletContextResponse",
            "org.eclipse.jetty.server.internal.HttpChannelState$ChannelResponse");

    /** Where a chunk is put together: one for each of the few threads that deliver. */
    private static final ThreadLocal<ByteBuffer> CHUNK = ThreadLocal.withInitial(Chunks::newBuffer);

    /** Looked up once for each class of end points, of which there is one in all but odd cases. */
    private static volatile @Nullable Method newestWrite;

    private final SocketChannel channel;
    private final Object endPoint;
    private final Method write;

    /** How Jetty makes responses; it ends a chunk only when it begins the next one. */
    private final Object generator;

    /** The first chunk is Jetty's own. */
    private final Chunks chunks = new Chunks();

    /** Whether Jetty has been told who ends the chunks. */
    private boolean toldWhoEnds;

    /** What is told when the client has taken what the socket had not; made when that first happens. */
    private @Nullable Object callback;

    private JettySocket(SocketChannel channel, Object endPoint, Method write, Object generator) {
        this.channel = channel;
        this.endPoint = endPoint;
        this.write = write;
        this.generator = generator;
    }

    /** What becomes of bytes that the socket did not take at once. Any thread. */
    interface Remainder {
        /** The client has taken them. */
        void taken();

        /** The client is gone, or was cut off. */
        void failed(Throwable failure);
    }

    /** What is under a response, once Jetty has written its first chunk; null if nothing may be written to it. */
    static @Nullable JettySocket under(ServletRequest request) {
        try {
            Object core = JettyRequest.under(request);
            if (core == null) {
                return null;
            }
            Object connection = JettyRequest.ask(JettyRequest.ask(core, "getConnectionMetaData"), "getConnection");
            Object generator = JettyRequest.ask(connection, "getGenerator");
            if (!connection.getClass().getName().equals(HTTP_1)
                    || !isCommittedInChunks(generator)
                    || !isTransparent(JettyRequest.ask(core, "getServletContextResponse"))) {
                return null;
            }
            Object endPoint = JettyRequest.ask(connection, "getEndPoint");
            Method write = endPoint.getClass().getName().equals(PLAIN_TCP) ? writeOf(endPoint) : null;
            return write != null && JettyRequest.ask(endPoint, "getTransport") instanceof SocketChannel channel
                    ? new JettySocket(channel, endPoint, write, generator)
                    : null;
        } catch (ReflectiveOperationException | RuntimeException anotherJetty) {
            return null;
        }
    }

    /**
     * Sends bytes as chunks.
     *
     * @param bytes go on being read, and must not be changed, until all has been sent
     * @param remainder is told when all has been sent, if that is not at once; then nothing may be written until it is
     * @return whether all was sent
     * @throws IOException if the client is gone
     */
    boolean write(byte[] bytes, int offset, int length, Remainder remainder) throws IOException {
        if (!toldWhoEnds) {
            toldWhoEnds = true;
            takeOverEnds();
        }
        ByteBuffer chunk = CHUNK.get();
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int size = Math.min(Chunks.MOST, end - at);
            chunks.frame(chunk.clear(), bytes, at, size).flip();
            channel.write(chunk);
            at += size;
            if (chunk.hasRemaining()) {
                leave(chunks.rest(chunk, size, bytes, at, end - at), remainder);
                return false;
            }
        }
        return true;
    }

    /** Breaks the connection, if the client is not worth waiting for. */
    void cut() {
        try {
            JettyRequest.tell(endPoint, "close");
        } catch (ReflectiveOperationException anotherJetty) {
            throw new IllegalStateException(anotherJetty);
        }
    }

    /**
     * Tells Jetty that it need not end the last chunk, for there are readers (Varnish) that pass on nothing of a chunk before
     * its end. Of a Jetty that cannot be told, chunks end when the next one begins.
     */
    private void takeOverEnds() {
        try {
            Field needs = generator.getClass().getDeclaredField(NEEDS_END);
            needs.setAccessible(true);
            needs.setBoolean(generator, false);
            chunks.endAtOnce();
        } catch (ReflectiveOperationException | RuntimeException anotherJetty) {
            // It ends our last chunk when it ends the body.
        }
    }

    private void leave(ByteBuffer[] rest, Remainder remainder) throws IOException {
        Object told = callback;
        if (told == null) {
            told = callbackTo(remainder);
            callback = told;
        }
        try {
            write.invoke(endPoint, told, rest);
        } catch (InvocationTargetException failed) {
            throw new IOException(failed.getCause());
        } catch (IllegalAccessException anotherJetty) {
            throw new IOException(anotherJetty);
        }
    }

    /** One of Jetty's callbacks, which may be called on its selector's thread, for it does not block. */
    private Object callbackTo(Remainder remainder) {
        Class<?> type = write.getParameterTypes()[0];
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            switch (method.getName()) {
                case "succeeded" -> remainder.taken();
                case "failed" -> remainder.failed((Throwable) arguments[0]);
                case "getInvocationType" -> {
                    return Arrays.stream(method.getReturnType().getEnumConstants())
                            .filter(constant -> constant.toString().equals("NON_BLOCKING"))
                            .findFirst()
                            .orElseThrow();
                }
                case "equals" -> {
                    return self == arguments[0];
                }
                case "hashCode" -> {
                    return System.identityHashCode(self);
                }
                case "toString" -> {
                    return "the rest of an event stream's write";
                }
                default -> throw new UnsupportedOperationException(method.toString());
            }
            return null;
        });
    }

    private static @Nullable Method writeOf(Object endPoint) {
        Method known = newestWrite;
        if (known == null || !known.getDeclaringClass().isInstance(endPoint)) {
            known = lookUpWrite(endPoint);
            newestWrite = known;
        }
        return known;
    }

    private static @Nullable Method lookUpWrite(Object endPoint) {
        return Arrays.stream(endPoint.getClass().getMethods())
                .filter(method -> method.getName().equals("write")
                        && method.getParameterCount() == 2
                        && method.getParameterTypes()[0].getName().equals(CALLBACK)
                        && method.getParameterTypes()[1] == ByteBuffer[].class)
                .findFirst()
                .orElse(null);
    }

    private static boolean isCommittedInChunks(Object generator) throws ReflectiveOperationException {
        return JettyRequest.ask(generator, "isCommitted").equals(true)
                && JettyRequest.ask(generator, "isChunking").equals(true);
    }

    private static boolean isTransparent(Object response) throws ReflectiveOperationException {
        Object layer = response;
        while (TRANSPARENT.contains(layer.getClass().getName())) {
            if (layer.getClass().getName().endsWith("ChannelResponse")) {
                return true;
            }
            layer = JettyRequest.ask(layer, "getWrapped");
        }
        return false;
    }
}
