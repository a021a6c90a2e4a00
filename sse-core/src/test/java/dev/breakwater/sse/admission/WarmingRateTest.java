package dev.breakwater.sse.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmingRateTest {
    private static final long SECOND = 1_000_000_000;

    private long now = 5 * SECOND;

    @Test
    void rate_isLessForTwoSecondsAfterTheFirstClient_andThenWhatItWas() {
        WarmingRate rate = new WarmingRate(AcceptRate.of(1_000), () -> now);
        assertThat(rate.perSecond(now)).as("nobody has come").isEqualTo(1_000);

        rate.admitted();

        assertThat(rate.perSecond(now)).isEqualTo(700);
        assertThat(rate.perSecond(now + 2 * SECOND - 1)).isEqualTo(700);
        assertThat(rate.perSecond(now + 2 * SECOND)).isEqualTo(1_000);
        now += 2 * SECOND;
        rate.admitted();
        assertThat(rate.perSecond(now)).as("it is warm once").isEqualTo(1_000);
    }

    @Test
    void unlimited_staysSo() {
        WarmingRate rate = new WarmingRate(AcceptRate.of(Admission.UNLIMITED), () -> now);
        rate.admitted();
        assertThat(rate.perSecond(now)).isEqualTo(Admission.UNLIMITED);
    }
}
