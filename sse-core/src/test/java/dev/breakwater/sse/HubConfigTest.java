package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HubConfigTest {
    private static HubConfig with(UnaryOperator<HubConfig.Builder> change) {
        return change.apply(HubConfig.builder()).build();
    }

    private static void refuses(UnaryOperator<HubConfig.Builder> change, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(() -> with(change)).withMessage(sentence);
    }

    @Test
    void defaults_areWhatIsDocumented() {
        HubConfig config = HubConfig.defaults();
        assertThat(config.name()).isEqualTo("breakwater");
        assertThat(config.shards()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(config.bounds().maxEvents()).isEqualTo(65_536);
        assertThat(config.bounds().maxBytes()).isEqualTo(64L << 20);
        assertThat(config.bounds().maxAge()).isEqualTo(Duration.ofHours(1));
        assertThat(config.maxEventBytes()).isEqualTo(1 << 20);
        assertThat(config.maxPatterns()).isEqualTo(10_000);
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.maxStreamAge()).isZero();
        assertThat(config.writeTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.maxWriteBytes()).isEqualTo(32 << 10);
        assertThat(config.slowConsumerPolicy()).isEqualTo(SlowConsumerPolicy.DISCONNECT);
        assertThat(config.retryWindow().floor()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.retryWindow().ceiling()).isEqualTo(Duration.ofMinutes(5));
        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(config.acceptRate()).isEqualTo(Math.min(20_000, 150 * processors));
        assertThat(config.retryWindow().streamsPerSecond()).isEqualTo(config.acceptRate());
    }

    @Test
    void values_areTakenAsGiven() {
        HubConfig config = with(builder -> builder.name("n")
                .shards(3)
                .retentionEvents(10)
                .retentionBytes(4_096)
                .retentionAge(Duration.ofDays(2))
                .maxEventBytes(1_024)
                .maxPatterns(0)
                .heartbeat(Duration.ofSeconds(1))
                .maxStreamAge(Duration.ofMinutes(5))
                .writeTimeout(Duration.ofSeconds(5))
                .maxWriteBytes(1_000)
                .slowConsumerPolicy(SlowConsumerPolicy.SKIP)
                .retryFloor(Duration.ofMillis(500))
                .retryCeiling(Duration.ofMinutes(10))
                .acceptRate(7));
        assertThat(config.name()).isEqualTo("n");
        assertThat(config.shards()).isEqualTo(3);
        assertThat(config.bounds().maxEvents()).isEqualTo(10);
        assertThat(config.bounds().maxBytes()).isEqualTo(4_096);
        assertThat(config.bounds().maxAge()).isEqualTo(Duration.ofDays(2));
        assertThat(config.maxEventBytes()).isEqualTo(1_024);
        assertThat(config.maxPatterns()).isZero();
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.maxStreamAge()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.writeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.maxWriteBytes()).isEqualTo(1_000);
        assertThat(config.slowConsumerPolicy()).isEqualTo(SlowConsumerPolicy.SKIP);
        assertThat(config.retryWindow().floor()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.retryWindow().ceiling()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.retryWindow().streamsPerSecond()).isEqualTo(7);
    }

    @Test
    void configuration_doesNotChangeWithItsBuilder() {
        HubConfig.Builder builder = HubConfig.builder().name("before");
        HubConfig config = builder.build();
        builder.name("after").shards(99);
        assertThat(config.name()).isEqualTo("before");
        assertThat(config.shards()).isNotEqualTo(99);
    }

    @Test
    void name_mustNotBeBlank() {
        refuses(builder -> builder.name(" "), "hub name must not be blank");
    }

    @Test
    void shards_haveTheirRange() {
        refuses(builder -> builder.shards(0), "shards must be 1..256: 0");
        refuses(builder -> builder.shards(257), "shards must be 1..256: 257");
        assertThat(with(builder -> builder.shards(256)).shards()).isEqualTo(256);
    }

    @Test
    void retention_hasItsRanges() {
        refuses(builder -> builder.retentionEvents(0), "retention events must be 1..1073741824: 0");
        refuses(
                builder -> builder.retentionBytes(1_023).maxEventBytes(1),
                "retention bytes must be 1024 or more: 1023");
        refuses(
                builder -> builder.retentionAge(Duration.ZERO),
                "retention age must be positive, 36500 days at most: PT0S");
        refuses(
                builder -> builder.retentionAge(Duration.ofMillis(-1)),
                "retention age must be positive, 36500 days at most: PT-0.001S");
    }

    @Test
    void maxEventBytes_haveTheirRange() {
        refuses(
                builder -> builder.maxEventBytes(0),
                "max event bytes must be 1..a quarter of the retention's bytes (16777216): 0");
        refuses(
                builder -> builder.maxEventBytes((16 << 20) + 1),
                "max event bytes must be 1..a quarter of the retention's bytes (16777216): 16777217");
        refuses(
                builder -> builder.retentionBytes(1 << 20),
                "max event bytes must be 1..a quarter of the retention's bytes (262144): 1048576");
        assertThat(with(builder -> builder.maxEventBytes(16 << 20)).maxEventBytes())
                .isEqualTo(16 << 20);
    }

    @Test
    void maxPatterns_haveTheirRange() {
        refuses(builder -> builder.maxPatterns(-1), "max patterns must be 0 or more: -1");
    }

    @Test
    void streamPadding_hasItsRange() {
        assertThat(HubConfig.builder().streamPadding(16384).build().streamPadding())
                .isEqualTo(16384);
        refuses(builder -> builder.streamPadding(-1), "stream padding must be 0..16384 bytes: -1");
        refuses(builder -> builder.streamPadding(16385), "stream padding must be 0..16384 bytes: 16385");
    }

    @Test
    void heartbeat_hasItsRange() {
        refuses(builder -> builder.heartbeat(Duration.ofMillis(99)), "heartbeat must be PT0.1S..PT1H: PT0.099S");
        refuses(
                builder -> builder.heartbeat(Duration.ofHours(1).plusNanos(1)),
                "heartbeat must be PT0.1S..PT1H: PT1H0.000000001S");
    }

    @Test
    void maxStreamAge_hasItsRange_orIsOff() {
        refuses(
                builder -> builder.maxStreamAge(Duration.ofMillis(999)),
                "max stream age must be PT1S..PT8760H: PT0.999S");
        refuses(builder -> builder.maxStreamAge(Duration.ofSeconds(-1)), "max stream age must be PT1S..PT8760H: PT-1S");
        refuses(builder -> builder.maxStreamAge(Duration.ofDays(366)), "max stream age must be PT1S..PT8760H: PT8784H");
        assertThat(with(builder -> builder.maxStreamAge(Duration.ZERO)).maxStreamAge())
                .isZero();
    }

    @Test
    void writeTimeout_hasItsRange() {
        refuses(builder -> builder.writeTimeout(Duration.ZERO), "write timeout must be PT1S..PT1H: PT0S");
        refuses(builder -> builder.writeTimeout(Duration.ofHours(2)), "write timeout must be PT1S..PT1H: PT2H");
    }

    @Test
    void maxWriteBytes_haveTheirRange() {
        refuses(builder -> builder.maxWriteBytes(511), "max write bytes must be 512..1048576: 511");
        refuses(builder -> builder.maxWriteBytes((1 << 20) + 1), "max write bytes must be 512..1048576: 1048577");
    }

    @Test
    void retryWindow_hasItsRange() {
        refuses(
                builder -> builder.retryFloor(Duration.ofMillis(200)),
                "retry window must lie within 500ms..10m, floor below ceiling: floor 200ms, ceiling 300000ms");
        refuses(
                builder -> builder.retryCeiling(Duration.ofMinutes(11)),
                "retry window must lie within 500ms..10m, floor below ceiling: floor 1000ms, ceiling 660000ms");
        refuses(
                builder -> builder.retryFloor(Duration.ofSeconds(9)).retryCeiling(Duration.ofSeconds(8)),
                "retry window must lie within 500ms..10m, floor below ceiling: floor 9000ms, ceiling 8000ms");
        refuses(builder -> builder.acceptRate(0), "accept rate must be 1..1000000 streams per second: 0");
        refuses(builder -> builder.acceptRate(1_000_001), "accept rate must be 1..1000000 streams per second: 1000001");
    }
}
