package dev.breakwater.sse.delivery;

import org.jspecify.annotations.Nullable;

/** A client that takes all, or nothing as long as it is full. */
final class TransportUnderStress implements Transport {
    private @Nullable Signals signals;
    private volatile boolean full;
    private volatile int ends;

    @Override
    public void start(Signals newSignals) {
        signals = newSignals;
        newSignals.writable();
    }

    void fill() {
        full = true;
    }

    /** The client reads: the container says that more can be written. */
    void drain() {
        full = false;
        tell().writable();
    }

    int ends() {
        return ends;
    }

    @Override
    public boolean isReady() {
        return !full;
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        return !full;
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // whoever calls it twice at a time is found out by the sum
    public void end() {
        ends++;
        tell().ended(CloseReason.SERVER);
    }

    private Signals tell() {
        if (signals == null) {
            throw new IllegalStateException("not started");
        }
        return signals;
    }
}
