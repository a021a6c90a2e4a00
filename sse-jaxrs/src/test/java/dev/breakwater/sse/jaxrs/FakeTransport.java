package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.delivery.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A transport whose client reads when a test says so. */
final class FakeTransport implements Transport {
    final List<String> writes = new ArrayList<>();
    boolean ready;
    boolean gone;
    boolean broken;
    boolean started;
    boolean ended;

    @Override
    public void start(Signals newSignals) {
        if (broken) {
            throw new IllegalStateException("not asynchronous");
        }
        started = true;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) throws IOException {
        if (gone) {
            throw new EOFException("gone");
        }
        writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        return ready;
    }

    @Override
    public void end() {
        ended = true;
    }
}
