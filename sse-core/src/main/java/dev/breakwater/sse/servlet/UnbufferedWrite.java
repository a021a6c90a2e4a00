package dev.breakwater.sse.servlet;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's {@code HttpOutput.write(ByteBuffer)}, which sends at once. The write of the standard copies small writes into
 * a buffer first, of 32 KB for each connection, and then needs a flush.
 *
 * <p>Servlet 6.1 has this method in the standard, but says nothing of buffering; Tomcat's buffers all the same.
 */
final class UnbufferedWrite {
    private static final String JETTY = "org.eclipse.jetty.";

    /** Looked up once for each class, of which there is one in all but odd cases. */
    private static volatile @Nullable UnbufferedWrite newest;

    private final Class<?> streamClass;
    private final @Nullable MethodHandle write;

    private UnbufferedWrite(Class<?> streamClass) {
        this.streamClass = streamClass;
        this.write = streamClass.getName().startsWith(JETTY) ? lookUp(streamClass) : null;
    }

    /** What a stream has, or null if it has nothing of the kind. */
    static @Nullable UnbufferedWrite of(ServletOutputStream out) {
        UnbufferedWrite known = newest;
        if (known == null || known.streamClass != out.getClass()) {
            known = new UnbufferedWrite(out.getClass());
            newest = known;
        }
        return known.write == null ? null : known;
    }

    void write(ServletOutputStream out, ByteBuffer bytes) throws IOException {
        MethodHandle handle = write;
        if (handle == null) {
            throw new IllegalStateException("this stream has no unbuffered write");
        }
        try {
            handle.invokeExact(out, bytes);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static @Nullable MethodHandle lookUp(Class<?> streamClass) {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(streamClass, "write", MethodType.methodType(void.class, ByteBuffer.class))
                    .asType(MethodType.methodType(void.class, ServletOutputStream.class, ByteBuffer.class));
        } catch (ReflectiveOperationException notThisJetty) {
            return null;
        }
    }
}
