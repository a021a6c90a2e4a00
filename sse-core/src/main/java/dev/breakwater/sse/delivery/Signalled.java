package dev.breakwater.sse.delivery;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Something of a shard's that any thread may send signals to, each of which is one bit, so that however often they come
 * they take no room. The first one posts it to the shard, which takes all that have come by then.
 */
abstract class Signalled extends TimerWheel.Timer implements ShardWork {
    private static final VarHandle SIGNALS;

    static {
        try {
            SIGNALS = MethodHandles.lookup().findVarHandle(Signalled.class, "signals", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Shard shard;

    @SuppressWarnings("unused") // through SIGNALS
    private volatile int signals;

    /**
     * Something that has a signal from the beginning, so that nothing is posted until {@link #post} does.
     */
    Signalled(Shard shard, int first) {
        this.shard = shard;
        this.signals = first;
    }

    // Any thread.

    final void post() {
        shard.post(this);
    }

    final void signal(int bit) {
        int before = (int) SIGNALS.getAndBitwiseOr(this, bit);
        if (before == 0) {
            post();
        }
    }

    // The shard's thread.

    @Override
    public final void runOnShard() {
        take((int) SIGNALS.getAndSet(this, 0));
    }

    abstract void take(int taken);
}
