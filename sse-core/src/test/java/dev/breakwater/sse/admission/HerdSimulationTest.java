package dev.breakwater.sse.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the issue of thundering herds is judged by, with more clients than a test has sockets for. */
class HerdSimulationTest {
    private static final Duration LATENESS = Duration.ofMillis(150);

    private static void assertThatRateWasKept(HerdSimulation herd, int rate) {
        assertThat(herd.peakInAnySecond()).as("most in any second").isBetween(rate / 2, (int) (1.1 * rate));
    }

    /** A million clients with the fixed delays of browsers: two thirds after 3 s, one third after 5 s. */
    @ParameterizedTest
    @CsvSource({"1000", "5000", "20000"})
    void herdOfAMillion_withFixedDelays_comesInAtTheRateInOrderAndWithinHalfMoreThanTheLeastTime(int rate) {
        int population = 1_000_000;
        HerdSimulation herd = new HerdSimulation(rate, LATENESS);

        herd.run(
                population,
                client -> HerdSimulation.seconds((client < 2 * population / 3 ? 3 : 5) + 0.04 * herd.random()),
                Duration.ofSeconds(3 + 3L * population / rate));

        assertThat(herd.waiting()).as("clients never let in").isZero();
        assertThatRateWasKept(herd, rate);
        assertThat(herd.lastInSeconds() - 3).isLessThan(1.5 * population / rate);
        boolean allFitInTheQueue = population / rate < 540;
        assertThat(herd.mostDeferrals()).as("deferrals of one client").isLessThan(allFitInTheQueue ? 5 : 8);
        if (allFitInTheQueue) {
            assertThat(herd.shareDeferredAgain(0, population)).isLessThan(0.001);
            assertThat(herd.disorder()).as("order of arrival lost").isLessThan(0.05);
        }
    }

    @ParameterizedTest
    @CsvSource({"18000,1000", "18000,200", "1000,50", "300,10", "60,2"})
    void herd_ofAnySize_comesInAtTheRate(int population, int rate) {
        HerdSimulation herd = new HerdSimulation(rate, LATENESS);

        herd.run(
                population,
                client -> HerdSimulation.seconds(3 + 0.04 * herd.random()),
                Duration.ofSeconds(30 + 3L * population / rate));

        assertThat(herd.waiting()).isZero();
        assertThat(herd.peakInAnySecond()).isLessThanOrEqualTo(Math.max((int) (1.1 * rate), rate + 2));
        assertThat(herd.lastInSeconds() - 3).isLessThan(1.5 * population / rate + 1);
    }

    /** Newcomers at nine tenths of the rate, all through the time in which the herd waits. */
    @Test
    void deferredClient_whileNewcomersKeepComing_isLetInWhenItReturns() {
        int rate = 1_000;
        int herdSize = 20_000;
        int newcomers = 30_000;
        HerdSimulation herd = new HerdSimulation(rate, LATENESS);

        herd.run(
                herdSize + newcomers,
                client -> client < herdSize
                        ? HerdSimulation.seconds(0.04 * herd.random())
                        : HerdSimulation.seconds(0.05 + 33.0 * (client - herdSize) / newcomers),
                Duration.ofSeconds(200));

        assertThat(herd.waiting()).isZero();
        assertThatRateWasKept(herd, rate);
        assertThat(herd.shareDeferredAgain(0, herdSize))
                .as("deferred clients overtaken")
                .isLessThan(0.01);
        assertThat(herd.longestWaitSeconds(0, herdSize)).isLessThan(herdSize / 900.0 + 2);
        assertThat(herd.mostDeferrals()).isLessThan(6);
    }

    /** More newcomers than the rate, for ever: nobody can help all of them, but whoever has waited gets in. */
    @Test
    void deferredClient_whileTwiceTheRateComesForMinutes_isNotOvertakenForEver() {
        int rate = 500;
        int clients = 120_000;
        HerdSimulation herd = new HerdSimulation(rate, LATENESS);

        herd.run(clients, client -> HerdSimulation.seconds(120.0 * client / clients), Duration.ofSeconds(600));

        assertThat(herd.waiting()).isZero();
        assertThatRateWasKept(herd, rate);
        assertThat(herd.shareDeferredAgain(0, clients)).isLessThan(0.02);
        assertThat(herd.lastInSeconds()).isLessThan(1.5 * clients / rate);
        assertThat(herd.disorder()).isLessThan(0.1);
    }

    /** A third of those who wait never return: their places go to newcomers. */
    @Test
    void place_thatNobodyReturnsFor_isGivenToNewcomers() {
        int rate = 1_000;
        Admission[] admission = new Admission[1];
        long[] now = {0};
        admission[0] =
                new Admission(AcceptRate.of(rate), OverloadMarks.NONE, () -> 0, () -> 0, () -> now[0], new Random(7));
        for (int client = 1; client <= 10_000; client++) {
            admission[0].admit(client); // and nobody returns
        }
        long before = admission[0].admitted();

        for (int client = 20_000; client < 30_000; client++) {
            now[0] += 1_000_000;
            admission[0].admit(client);
        }

        assertThat(admission[0].admitted() - before)
                .as("newcomers let in, in 10 s, while 10,000 places are promised")
                .isBetween(9_000L, 10_100L);
    }
}
