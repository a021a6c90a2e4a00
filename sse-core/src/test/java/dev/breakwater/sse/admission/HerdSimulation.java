package dev.breakwater.sse.admission;

import java.time.Duration;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.IntToLongFunction;

/**
 * Clients that follow the {@code EventSource} rules, and a real {@link Admission}, in a time that passes as fast as it
 * can be computed. A client that is told to come back does so after its delay and a little later, as networks and timers
 * have it.
 */
final class HerdSimulation {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private final Random random = new Random(7);
    private final long[] time = {0};
    private final Admission admission;
    private final long latenessMillis;

    /** In the order of time: when, and who. */
    private final PriorityQueue<long[]> arrivals = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));

    long[] firstCameAt;
    long[] letInAt;
    int[] deferrals;
    int[] acceptedInMilli;

    HerdSimulation(int rate, Duration lateness) {
        this.admission =
                new Admission(AcceptRate.of(rate), OverloadMarks.NONE, () -> 0, () -> 0, () -> time[0], random);
        this.latenessMillis = lateness.toMillis();
    }

    /** Lets clients come, each first at a time of its own, in nanoseconds, until all are in or the time is over. */
    HerdSimulation run(int population, IntToLongFunction firstCome, Duration longest) {
        firstCameAt = new long[population];
        letInAt = new long[population];
        deferrals = new int[population];
        acceptedInMilli = new int[(int) longest.toMillis() + 1];
        Arrays.fill(letInAt, -1);
        for (int client = 0; client < population; client++) {
            firstCameAt[client] = firstCome.applyAsLong(client);
            arrivals.add(new long[] {firstCameAt[client], client});
        }
        while (!arrivals.isEmpty() && arrivals.element()[0] < longest.toNanos()) {
            long[] arrival = arrivals.remove();
            int client = (int) arrival[1];
            time[0] = arrival[0];
            Deferral deferral = admission.admit(client + 1);
            if (deferral == null) {
                letInAt[client] = time[0];
                acceptedInMilli[(int) (time[0] / MILLI)]++;
            } else {
                deferrals[client]++;
                arrival[0] += deferral.retry().toNanos() + random.nextLong(latenessMillis * MILLI + 1);
                arrivals.add(arrival);
            }
        }
        return this;
    }

    /** The most that were let in within any second, wherever it begins, to a millisecond. */
    int peakInAnySecond() {
        int within = 0;
        int peak = 0;
        for (int milli = 0; milli < acceptedInMilli.length; milli++) {
            within += acceptedInMilli[milli];
            if (milli >= 1_000) {
                within -= acceptedInMilli[milli - 1_000];
            }
            peak = Math.max(peak, within);
        }
        return peak;
    }

    long waiting() {
        return Arrays.stream(letInAt).filter(at -> at < 0).count();
    }

    /** When the last one was let in. */
    double lastInSeconds() {
        return Arrays.stream(letInAt).max().orElse(0) / (double) SECOND;
    }

    int mostDeferrals() {
        return Arrays.stream(deferrals).max().orElse(0);
    }

    /** Of the clients that were deferred, how many had to be once more. */
    double shareDeferredAgain(int from, int to) {
        int deferred = 0;
        int again = 0;
        for (int client = from; client < to; client++) {
            deferred += deferrals[client] > 0 ? 1 : 0;
            again += deferrals[client] > 1 ? 1 : 0;
        }
        return deferred == 0 ? 0 : (double) again / deferred;
    }

    /** The longest that one of these clients waited. */
    double longestWaitSeconds(int from, int to) {
        double longest = 0;
        for (int client = from; client < to; client++) {
            longest = Math.max(longest, (letInAt[client] - firstCameAt[client]) / (double) SECOND);
        }
        return longest;
    }

    /** How far from its place in the order of arrival the average client was let in, as a part of the population. */
    double disorder() {
        int[] arrived = places(firstCameAt);
        int[] entered = places(letInAt);
        double moved = 0;
        for (int client = 0; client < arrived.length; client++) {
            moved += Math.abs(arrived[client] - entered[client]);
        }
        return moved / arrived.length / arrived.length;
    }

    /** The place of each client in an order of time. */
    private static int[] places(long[] times) {
        Integer[] inOrder = new Integer[times.length];
        Arrays.setAll(inOrder, i -> i);
        Arrays.sort(inOrder, (a, b) -> Long.compare(times[a], times[b]));
        int[] places = new int[times.length];
        for (int place = 0; place < places.length; place++) {
            places[inOrder[place]] = place;
        }
        return places;
    }

    double random() {
        return random.nextDouble();
    }

    static long seconds(double seconds) {
        return (long) (seconds * SECOND);
    }
}
