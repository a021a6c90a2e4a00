package dev.breakwater.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RateSearchTest {
    private final RateSearch search = new RateSearch(50, 1.6, 4);

    @Test
    void highest_limitAboveStart_isFoundWithinTheRefinement() throws Exception {
        assertThat(highest(1234)).isLessThanOrEqualTo(1234).isCloseTo(1234, within(1234 * 0.03));
    }

    @Test
    void highest_limitBelowStart_isFoundToo() throws Exception {
        assertThat(highest(7)).isLessThanOrEqualTo(7).isCloseTo(7, within(7 * 0.03));
    }

    @Test
    void highest_nothingSustained_isZero() throws Exception {
        assertThat(highest(0)).isZero();
    }

    @Test
    void highest_everythingSustained_ends() throws Exception {
        assertThat(highest(Double.POSITIVE_INFINITY)).isBetween(600_000.0, 1_000_000.0);
    }

    private double highest(double limit) throws IOException, InterruptedException {
        return search.highest(rate -> rate <= limit);
    }
}
