package dev.breakwater.sse.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryWindowTest {
    private static final Duration FLOOR = Duration.ofSeconds(1);
    private static final Duration CEILING = Duration.ofMinutes(5);

    private final SplittableRandom random = new SplittableRandom(5);

    private long[] draws(RetryWindow window, long population, int count) {
        return LongStream.range(0, count)
                .map(i -> window.draw(population, random).toMillis())
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "0,        1000,   2000",
        "1,        1000,   2000",
        "1000,     1000,   2100",
        "2000,     1000,   3200",
        "100000,   1000, 111000",
        "299000,   1000, 300000",
        "10000000, 1000, 300000"
    })
    void window_isAsWideAsItsPopulationNeeds(long population, long least, long most) {
        LongSummaryStatistics drawn = LongStream.of(draws(new RetryWindow(FLOOR, CEILING, 1_000), population, 50_000))
                .summaryStatistics();
        assertThat(new RetryWindow(FLOOR, CEILING, 1_000).longest(population, 1_000))
                .hasMillis(most);
        long width = most - least;
        assertThat(drawn.getMin()).isBetween(least, least + width / 100);
        assertThat(drawn.getMax()).isBetween(most - width / 100, most);
        assertThat(drawn.getAverage()).isBetween(least + 0.48 * width, least + 0.52 * width);
    }

    /** What the window is for: no second in which more come back than this node can take. */
    @Test
    void clientsThatDroppedTogether_comeBackAtTheRateThatThisNodeCanTake() {
        int population = 100_000;
        int rate = 1_000;
        int[] arrivals = new int[400];
        for (long delay : draws(new RetryWindow(FLOOR, CEILING, rate), population, population)) {
            arrivals[(int) (delay / 1_000)]++;
        }
        assertThat(arrivals).satisfies(perSecond -> {
            for (int arrived : perSecond) {
                assertThat(arrived).isLessThan(rate + (int) Math.sqrt(rate));
            }
        });
    }

    @Test
    void window_ofNoWidth_drawsItsFloor() {
        assertThat(draws(new RetryWindow(FLOOR, FLOOR, 1), 1_000_000, 100)).containsOnly(1_000);
    }

    @Test
    void windowNarrowerThanASecond_isNotLeft() {
        RetryWindow window = new RetryWindow(Duration.ofMillis(500), Duration.ofMillis(600), 1);
        LongSummaryStatistics drawn =
                LongStream.of(draws(window, 1_000_000, 10_000)).summaryStatistics();
        assertThat(drawn.getMin()).isEqualTo(500);
        assertThat(drawn.getMax()).isEqualTo(600);
    }

    @Test
    void widestWindow_isKeptTo_byThePopulationOfAWorld() {
        RetryWindow window = new RetryWindow(Duration.ofMillis(500), Duration.ofMinutes(10), 1);
        LongSummaryStatistics drawn =
                LongStream.of(draws(window, 10_000_000_000L, 100_000)).summaryStatistics();
        assertThat(drawn.getMin()).isBetween(500L, 1_000L);
        assertThat(drawn.getMax()).isBetween(599_000L, 600_000L);
    }

    @ParameterizedTest
    @CsvSource({"499, 1000", "1000, 600001", "2000, 1999", "0, 0", "-1, 1000"})
    void window_outOfItsRange_isRefused(long floor, long ceiling) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryWindow(Duration.ofMillis(floor), Duration.ofMillis(ceiling), 1))
                .withMessage("retry window must lie within 500ms..10m, floor below ceiling: floor " + floor
                        + "ms, ceiling " + ceiling + "ms");
    }

    @Test
    void rate_ofNothing_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryWindow(FLOOR, CEILING, 0))
                .withMessage("accept rate must be 1 or more streams per second: 0");
    }
}
