package dev.breakwater.sse.admission;

import java.lang.System.Logger;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lets new streams in at a rate. Who comes above it is given a place of its own in a virtual queue, so that deferred
 * clients return one after the other and not as another herd.
 *
 * <p>Of the rate, nine tenths are promised to those who wait. The tenth is for clients that return earlier or later than
 * they were told, and what is then left of it for newcomers; so a client that returns at its time is let in. While
 * somebody waits a newcomer goes to the end of the queue, and one who waited is known again, so nobody is overtaken for
 * ever. A client that returns and finds no room all the same gets a place in a second, short queue, which leads into
 * that tenth.
 *
 * <p>In any second no more are let in than the rate and a twelfth of it (two streams, if that is more). A place that is
 * not taken is given to whoever comes next.
 *
 * <p>Thread-safe. What it remembers does not grow with the number of clients.
 */
public final class Admission {
    /** Accepts any rate: the off switch. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final Logger LOG = System.getLogger(Admission.class.getName());
    private static final double SECOND = 1e9;
    private static final double PROMISED = 0.9;
    private static final double LEFT = 1 - PROMISED;
    private static final double BURST = 1.0 / 12;
    private static final double LEAST_BURST = 2;

    /** What a server has let in and not opened within this time, in seconds, it cannot take at this rate. */
    private static final double LONGEST_UNOPENED = 0.25;

    private static final long SOONEST = Deferral.SOONEST.toNanos();
    private static final long LATEST = Deferral.LATEST.toNanos();
    private static final long ROOM_AFTER = Duration.ofSeconds(2).toNanos();
    private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

    private final AcceptRate acceptRate;
    private final LongSupplier unopened;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final Overload overload;

    /** When the streams let in so far would have been let in at exactly the rate. */
    private final AtomicLong used;

    private final SlotQueue queue;
    private final SlotQueue secondChances;

    /** Of those who are promised nothing: room must be made first, or the server is being emptied. */
    private final SlotQueue looks;

    private final DeferredClients deferred;

    private final LongAdder admitted = new LongAdder();
    private final Map<DeferralReason, LongAdder> deferrals = new EnumMap<>(DeferralReason.class);
    private final Map<DeferralReason, AtomicLong> saidAt = new EnumMap<>(DeferralReason.class);

    private record Closed(DeferralReason reason, Supplier<Duration> retry) {}

    private volatile @Nullable Closed closed;

    /**
     * Lets in at a rate.
     *
     * @param acceptRate how many, when all is well
     * @param marks when to let in fewer
     * @param lagNanos how far delivery is behind now
     * @param unopened how many have been let in and have no stream yet
     * @param nanoTime the time, which tests move
     * @param random spreads those who cannot be promised a place; any thread uses it
     */
    public Admission(
            AcceptRate acceptRate,
            OverloadMarks marks,
            LongSupplier lagNanos,
            LongSupplier unopened,
            LongSupplier nanoTime,
            RandomGenerator random) {
        long now = nanoTime.getAsLong();
        this.acceptRate = acceptRate;
        this.unopened = unopened;
        this.nanoTime = nanoTime;
        this.random = random;
        this.overload = new Overload(marks, acceptRate, HeapAfterCollection::percent, lagNanos, now);
        this.used = new AtomicLong(now);
        this.queue = new SlotQueue(now);
        this.secondChances = new SlotQueue(now);
        this.looks = new SlotQueue(now);
        this.deferred = new DeferredClients(acceptRate.perSecond(now));
        for (DeferralReason reason : DeferralReason.values()) {
            deferrals.put(reason, new LongAdder());
            saidAt.put(reason, new AtomicLong(now - BETWEEN_LINES));
        }
    }

    /**
     * Lets in at a rate, in front of something that has no delivery threads of ours.
     *
     * @throws IllegalArgumentException if the rate is not 1 or more
     */
    public static Admission atRate(int streamsPerSecond) {
        return new Admission(
                AcceptRate.of(streamsPerSecond),
                OverloadMarks.DEFAULT,
                () -> 0,
                () -> 0,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextLong());
    }

    /**
     * Lets a client in, or says when it is to come back.
     *
     * @param client what the client is known again by: any hash that is the same when it returns, and seldom that of
     *     another one
     * @return null if it is let in
     */
    public @Nullable Deferral admit(long client) {
        Closed why = closed;
        if (why != null) {
            return count(new Deferral(why.retry.get(), why.reason));
        }
        long now = nanoTime.getAsLong();
        if (isUnlimited(now)) {
            admitted.increment();
            return null;
        }
        double rate = rate(now);
        boolean someWait = queue.length(now) > 0;
        boolean returns = someWait && deferred.contains(client, now);
        if (unopened.getAsLong() <= rate * LONGEST_UNOPENED && letIn(now, rate, someWait && !returns)) {
            admitted.increment();
            acceptRate.admitted();
            return null;
        }
        acceptRate.exceeded();
        if (!someWait) {
            deferred.forgetIfOld(now);
            say(DeferralReason.RATE, now, String.format(Locale.ROOT, "more clients come than %,.0f a second", rate));
        }
        return count(new Deferral(placeFor(client, now, rate, returns), DeferralReason.RATE));
    }

    /**
     * Says that a client is deferred for a reason of somebody else's, who decides when it comes back.
     */
    public Deferral count(Deferral deferral) {
        LongAdder counter = deferrals.get(deferral.reason());
        if (counter != null) {
            counter.increment();
        }
        return deferral;
    }

    /**
     * Defers a client until there may be room for it, which nobody can promise: it looks again every few seconds, and all
     * who do so come back one after the other, at the rate.
     */
    public Deferral untilThereIsRoom(DeferralReason reason) {
        long now = nanoTime.getAsLong();
        say(reason, now, reason.sentence());
        return count(new Deferral(nextLook(now, rate(now), ROOM_AFTER), reason));
    }

    /**
     * When a client is to come back that is sent away without a promise: soon, or after all those who were sent away
     * before it, so that no more come back in a second than may.
     *
     * @param streamsPerSecond how many may
     * @param soonest the earliest time from now, more than nothing; up to as much again is added by chance
     * @return {@code soonest} at least, 10 min at most and that chance
     */
    public Duration nextLook(double streamsPerSecond, Duration soonest) {
        return nextLook(nanoTime.getAsLong(), streamsPerSecond, soonest.toNanos());
    }

    /** Lets nobody in until {@link #open}. */
    public void close(DeferralReason reason, Supplier<Duration> retry) {
        closed = new Closed(reason, retry);
    }

    /** Lets clients in again. */
    public void open() {
        closed = null;
    }

    /** How many are let in a second now, {@link #UNLIMITED} if all are. */
    public double rate() {
        long now = nanoTime.getAsLong();
        return isUnlimited(now) ? UNLIMITED : rate(now);
    }

    /** Whether fewer are let in than configured, because the server is overloaded or just was. */
    public boolean isOverloaded() {
        return overload.factor(nanoTime.getAsLong()) < 1;
    }

    /** How long who comes now would wait, if there is no room for it at once. */
    public Duration queueLength() {
        return Duration.ofNanos(Math.max(0, queue.length(nanoTime.getAsLong())));
    }

    /** Clients let in. */
    public long admitted() {
        return admitted.sum();
    }

    /** Clients told to come back. */
    public long deferred(DeferralReason reason) {
        LongAdder counter = deferrals.get(reason);
        return counter == null ? 0 : counter.sum();
    }

    private boolean isUnlimited(long now) {
        return acceptRate.perSecond(now) == UNLIMITED;
    }

    private double rate(long now) {
        return acceptRate.perSecond(now) * overload.factor(now);
    }

    /** A leaky bucket; a newcomer that would overtake somebody leaves half of it alone. */
    private boolean letIn(long now, double rate, boolean overtakes) {
        double burst = Math.max(LEAST_BURST, rate * BURST) - 1;
        long ahead = (long) ((overtakes ? burst / 2 : burst) * SECOND / rate);
        long spacing = (long) (SECOND / rate);
        while (true) {
            long before = used.get();
            if (before - now > ahead) {
                return false;
            }
            if (used.compareAndSet(before, Math.max(before, now) + spacing)) {
                return true;
            }
        }
    }

    private Duration placeFor(long client, long now, double rate, boolean returns) {
        long horizon = now + LATEST;
        if (returns && secondChances.length(now) < queue.length(now)) {
            long slot = secondChances.take(now + SOONEST, spacing(rate * LEFT), horizon);
            if (slot != SlotQueue.NONE) {
                deferred.add(client, now);
                return fromNow(slot, now);
            }
        }
        long slot = queue.take(now + SOONEST, spacing(rate * PROMISED), horizon);
        if (slot == SlotQueue.NONE) {
            // Nothing can be promised for then; the queue will be shorter when half of the time has gone.
            return Duration.ofNanos(random.nextLong(LATEST / 2, LATEST));
        }
        deferred.add(client, now);
        return fromNow(slot, now);
    }

    /** The next free place after a while, and a little chance. */
    private Duration nextLook(long now, double rate, long after) {
        long slot = looks.take(now + after, spacing(rate), now + LATEST);
        return slot == SlotQueue.NONE ? Deferral.LATEST : fromNow(slot + random.nextLong(after), now);
    }

    private static long spacing(double rate) {
        return (long) Math.ceil(SECOND / rate);
    }

    /** Rounded up, for who comes too early has to come twice. */
    private static Duration fromNow(long slot, long now) {
        return Duration.ofMillis((slot - now + 999_999) / 1_000_000);
    }

    /** One line a minute for each reason. */
    private void say(DeferralReason reason, long now, String what) {
        AtomicLong said = saidAt.get(reason);
        long before = said == null ? now : said.get();
        if (said != null && now - before >= BETWEEN_LINES && said.compareAndSet(before, now)) {
            LOG.log(Logger.Level.INFO, what + "; some are told to come back later");
        }
    }
}
