package dev.breakwater.sse.budget;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/**
 * A response's output that says when a write fails. Jetty, for one, lets a request wait for ever for its application to
 * complete it when a write of another thread has failed, and frameworks wait for the container to say so.
 */
final class GuardedOutput extends ServletOutputStream {
    private final ServletOutputStream out;
    private final Guard guard;

    GuardedOutput(ServletOutputStream out, Guard guard) {
        this.out = out;
        this.guard = guard;
    }

    private interface Output {
        void run() throws IOException;
    }

    private void guarded(Output action) throws IOException {
        try {
            action.run();
        } catch (IOException clientGone) {
            guard.clientGone();
            throw clientGone;
        }
    }

    @Override
    public void write(int b) throws IOException {
        guarded(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        guarded(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
        guarded(out::flush);
    }

    @Override
    public void close() throws IOException {
        guarded(out::close);
    }

    @Override
    public boolean isReady() {
        return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        out.setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() throws IOException {
                listener.onWritePossible();
            }

            @Override
            public void onError(Throwable failure) {
                guard.clientGone();
                listener.onError(failure);
            }
        });
    }
}
