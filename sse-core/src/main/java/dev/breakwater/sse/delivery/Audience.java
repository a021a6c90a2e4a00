package dev.breakwater.sse.delivery;

import dev.breakwater.sse.log.Chain;
import dev.breakwater.sse.log.ChainListener;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The subscriptions of one shard that read one chain. A publisher marks it dirty, once until the shard comes to look,
 * and so pays for a shard and not for its subscribers.
 *
 * <p>All but {@link #chainGrew} belongs to the shard's thread.
 */
final class Audience implements ChainListener, ShardWork {
    private static final VarHandle DIRTY;

    static {
        try {
            DIRTY = MethodHandles.lookup().findVarHandle(Audience.class, "dirty", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Shard shard;
    private final Chain chain;
    private StreamSubscription[] members = new StreamSubscription[4];
    private int size;

    @SuppressWarnings("unused") // through DIRTY
    private volatile boolean dirty;

    Audience(Shard shard, Chain chain) {
        this.shard = shard;
        this.chain = chain;
    }

    Chain chain() {
        return chain;
    }

    boolean isEmpty() {
        return size == 0;
    }

    @Override
    public void chainGrew() {
        if (!dirty && DIRTY.compareAndSet(this, false, true)) {
            shard.post(this);
        }
    }

    /** Cleans the mark first and looks at the log after, so that what is published meanwhile marks it again. */
    @Override
    public void runOnShard() {
        dirty = false;
        for (int i = size - 1; i >= 0; i--) { // backwards: a member that leaves here is replaced by one already visited
            members[i].onChainGrew();
        }
    }

    /** Returns the member's place, which {@link #remove} needs. */
    int add(StreamSubscription member) {
        if (size == members.length) {
            members = Arrays.copyOf(members, 2 * size);
        }
        members[size] = member;
        return size++;
    }

    void remove(int place) {
        size--;
        StreamSubscription last = members[size];
        members[place] = last;
        members[size] = null;
        last.movedWithin(this, place);
    }
}
