package dev.breakwater.sse.webapp.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The body of a request, as far as it came, which can be given to somebody else as if nobody had read it. */
final class ReadBody {
    private final byte[] bytes;
    private final @Nullable IOException brokenOff;

    private ReadBody(byte[] bytes, @Nullable IOException brokenOff) {
        this.bytes = bytes;
        this.brokenOff = brokenOff;
    }

    /** Reads the body of a request that has a {@code Content-Length}. */
    static ReadBody of(HttpServletRequest request) {
        try {
            return new ReadBody(request.getInputStream().readNBytes(request.getContentLength()), null);
        } catch (IOException brokenOff) {
            return new ReadBody(new byte[0], brokenOff);
        }
    }

    /**
     * All of it.
     *
     * @throws IOException if it broke off
     */
    byte[] bytes() throws IOException {
        if (brokenOff != null) {
            throw brokenOff;
        }
        return bytes;
    }

    /** The request with the same body, or one that breaks off too. */
    HttpServletRequest again(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public ServletInputStream getInputStream() {
                return new BytesStream();
            }
        };
    }

    private final class BytesStream extends ServletInputStream {
        private final ByteArrayInputStream left = new ByteArrayInputStream(bytes);

        @Override
        public int read() throws IOException {
            return whole().read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return whole().read(into, offset, length);
        }

        private InputStream whole() throws IOException {
            if (brokenOff != null) {
                throw new IOException(brokenOff);
            }
            return left;
        }

        @Override
        public boolean isFinished() {
            return left.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("this body is read by blocking");
        }
    }
}
