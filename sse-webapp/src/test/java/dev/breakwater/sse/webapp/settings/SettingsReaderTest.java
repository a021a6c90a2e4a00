package dev.breakwater.sse.webapp.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.admission.OverloadMarks;
import dev.breakwater.sse.budget.BudgetLimits;
import dev.breakwater.sse.budget.WhenFull;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.log.TopicLimit;
import dev.breakwater.sse.store.journal.JournalConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsReaderTest {
    private final Map<String, String> systemProperties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> contextParameters = new HashMap<>();

    @TempDir
    private Path directory;

    private Settings read() {
        return new SettingsReader(new Sources(systemProperties, environment, contextParameters), new SecureRandom())
                .read();
    }

    private Path file(String... lines) throws Exception {
        Path file = directory.resolve("breakwater.properties");
        Files.writeString(file, String.join("\n", lines));
        systemProperties.put("breakwater.config", file.toString());
        return file;
    }

    @Test
    void nothing_configured_isAllDefaultsAndATokenOfItsOwn() {
        Settings settings = read();

        HubConfig defaults = HubConfig.defaults();
        assertThat(settings.hub().bounds()).isEqualTo(defaults.bounds());
        assertThat(settings.hub().retryWindow()).isEqualTo(defaults.retryWindow());
        assertThat(settings.hub().heartbeat()).isEqualTo(defaults.heartbeat());
        assertThat(settings.token()).matches("[A-Za-z0-9_-]{32}").isNotEqualTo(read().token());
        assertThat(settings.tokenGenerated()).isTrue();
        assertThat(settings.corsOrigins()).isEmpty();
        assertThat(settings.serverTopics()).isTrue();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void acceptRate_auto_isMeasured() throws Exception {
        file("breakwater.accept-rate=auto");

        assertThat(read().hub().measuresAcceptRate()).isTrue();
    }

    @Test
    void everyKey_configured_isTaken() throws Exception {
        file(
                "breakwater.name = push",
                "breakwater.shards = 3",
                "breakwater.retention.events = 100",
                "breakwater.retention.bytes = 8MiB",
                "breakwater.retention.age = 10m",
                "breakwater.max-event-bytes = 64KiB",
                "breakwater.max-patterns = 5",
                "breakwater.max-write-bytes = 1KiB",
                "breakwater.heartbeat = 20s",
                "breakwater.stream.max-age = 1h",
                "breakwater.write-timeout = 40s",
                "breakwater.slow-consumer.policy = conflate",
                "breakwater.retry.floor = 2s",
                "breakwater.retry.ceiling = PT4S",
                "breakwater.accept-rate = 7",
                "breakwater.admission = off",
                "breakwater.overload.heap = 70",
                "breakwater.overload.lag = 300ms",
                "breakwater.budget.total = 9",
                "breakwater.budget.per-address = 3",
                "breakwater.budget.per-user = 2",
                "breakwater.budget.when-full = replace",
                "breakwater.trusted-proxies = 10.0.0.0/8, 2001:db8::/32",
                "breakwater.drain.window = 20s",
                "breakwater.token = a_secret-less_token",
                "breakwater.cors.origins = https://a.example",
                "breakwater.server-topics = off");

        Settings settings = read();

        HubConfig hub = settings.hub();
        assertThat(hub.name()).isEqualTo("push");
        assertThat(hub.shards()).isEqualTo(3);
        assertThat(hub.bounds().maxEvents()).isEqualTo(100);
        assertThat(hub.bounds().maxBytes()).isEqualTo(8 << 20);
        assertThat(hub.bounds().maxAge()).isEqualTo(Duration.ofMinutes(10));
        assertThat(hub.maxEventBytes()).isEqualTo(64 << 10);
        assertThat(hub.maxPatterns()).isEqualTo(5);
        assertThat(hub.maxWriteBytes()).isEqualTo(1024);
        assertThat(hub.heartbeat()).isEqualTo(Duration.ofSeconds(20));
        assertThat(hub.maxStreamAge()).isEqualTo(Duration.ofHours(1));
        assertThat(hub.writeTimeout()).isEqualTo(Duration.ofSeconds(40));
        assertThat(hub.slowConsumerPolicy()).isEqualTo(SlowConsumerPolicy.CONFLATE);
        assertThat(hub.retryWindow().floor()).isEqualTo(Duration.ofSeconds(2));
        assertThat(hub.retryWindow().ceiling()).isEqualTo(Duration.ofSeconds(4));
        assertThat(hub.retryWindow().streamsPerSecond()).isEqualTo(7);
        assertThat(hub.admission()).isFalse();
        assertThat(hub.overload()).isEqualTo(new OverloadMarks(70, Duration.ofMillis(300)));
        assertThat(settings.budget().limits()).isEqualTo(new BudgetLimits(9, 3, 2, WhenFull.REPLACE));
        assertThat(settings.drainWindow()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.token()).isEqualTo("a_secret-less_token");
        assertThat(settings.tokenGenerated()).isFalse();
        assertThat(settings.corsOrigins()).containsExactly("https://a.example");
        assertThat(settings.serverTopics()).isFalse();
    }

    @Test
    void key_configuredInSeveralPlaces_isTakenFromTheFirst() throws Exception {
        contextParameters.put("breakwater.shards", "1");
        contextParameters.put("breakwater.max-patterns", "1");
        contextParameters.put("breakwater.accept-rate", "1");
        contextParameters.put("breakwater.retention.events", "1");
        file("breakwater.shards=2", "breakwater.max-patterns=2", "breakwater.accept-rate=2");
        environment.put("BREAKWATER_SHARDS", "3");
        environment.put("BREAKWATER_MAX_PATTERNS", "3");
        systemProperties.put("breakwater.shards", "4");

        HubConfig hub = read().hub();

        assertThat(hub.shards()).isEqualTo(4);
        assertThat(hub.maxPatterns()).isEqualTo(3);
        assertThat(hub.retryWindow().streamsPerSecond()).isEqualTo(2);
        assertThat(hub.bounds().maxEvents()).isEqualTo(1);
    }

    @Test
    void file_namedInTheEnvironment_isRead() throws Exception {
        Path file = file("breakwater.shards=2");
        systemProperties.clear();
        environment.put("BREAKWATER_CONFIG", file.toString());

        assertThat(read().hub().shards()).isEqualTo(2);
        assertThat(read().warnings()).isEmpty();
    }

    @Test
    void file_thatCannotBeRead_isAFault() {
        systemProperties.put("breakwater.config", directory.resolve("none").toString());

        assertThatThrownBy(this::read)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("must be a properties file in UTF-8 that can be read (NoSuchFileException)");
    }

    @Test
    void values_thatAreWrong_areAllNamedAtOnce() throws Exception {
        file("breakwater.heartbeat=1ms", "breakwater.hartbeat=1s");
        environment.put("BREAKWATER_SHARDS", "many");
        systemProperties.put("breakwater.slow-consumer.policy", "wait\u001b[0m");
        contextParameters.put("breakwater.cors.origins", "example.com");
        contextParameters.put("breakwater.token", "secret");

        assertThatThrownBy(this::read)
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("the configuration is wrong in 6 places:\n  ")
                .hasMessageContaining("breakwater.heartbeat = '1ms' (file '")
                .hasMessageContaining("heartbeat must be PT0.1S..PT1H: PT0.001S")
                .hasMessageContaining("'breakwater.hartbeat' (file '")
                .hasMessageContaining("there is no such key; there are breakwater.accept-rate, ")
                .hasMessageContaining("breakwater.shards = 'many' (environment): must be a whole number")
                .hasMessageContaining(
                        "breakwater.slow-consumer.policy = 'wait\\u001b[0m' (system property): must be one of")
                .hasMessageContaining("breakwater.cors.origins = 'example.com' (context parameter): must be origins")
                .hasMessageContaining("breakwater.token (context parameter): must have 8 or more characters")
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("secret"));
    }

    @Test
    void keys_thatDependOnEachOther_areCheckedTogether() {
        systemProperties.put("breakwater.retention.bytes", "1MiB");
        assertThatThrownBy(this::read)
                .hasMessageContaining("breakwater.retention.bytes = '1MiB' (system property): max event bytes must be");

        systemProperties.put("breakwater.max-event-bytes", "256KiB");
        systemProperties.put("breakwater.retry.floor", "6m");
        systemProperties.put("breakwater.retry.ceiling", "8m");
        assertThat(read().hub().maxEventBytes()).isEqualTo(256 << 10);
    }

    @Test
    void keys_thatNobodyKnows_areWarnedOfWhereTheyMayBeSomebodyElses() {
        systemProperties.put("breakwater.shard", "1");
        systemProperties.put("breakwater.port", "8080");
        environment.put("BREAKWATER_HOST", "0.0.0.0");
        environment.put("BREAKWATER_TOKN", "x");
        environment.put("PATH", "/");

        assertThat(read().warnings())
                .containsExactly(
                        "there is no setting 'breakwater.shard', which is a system property",
                        "there is no setting for 'BREAKWATER_TOKN', which is in the environment");
    }

    @Test
    void topicLimits_configured_areTaken() throws Exception {
        file("breakwater.retention.topics = server/**=1m, chat/*=1000");

        assertThat(read().hub().topicLimits())
                .containsExactly(TopicLimit.of("server/**", Duration.ofMinutes(1)), TopicLimit.of("chat/*", 1_000));
    }

    @Test
    void topicLimits_malformed_areRefused() throws Exception {
        for (String wrong : new String[] {"server", "a b=1m", "a=", "a=0", "a=1x", "a=1m,"}) {
            file("breakwater.retention.topics = " + wrong);
            assertThatThrownBy(this::read).as(wrong).hasMessageContaining("breakwater.retention.topics = ");
        }
    }

    @Test
    void journal_configured_isTaken() throws Exception {
        assertThat(read().journal()).isNull();
        file(
                "breakwater.data = " + directory.resolve("data"),
                "breakwater.journal.events = 5000000000",
                "breakwater.journal.bytes = 10GiB",
                "breakwater.journal.age = 30d");

        assertThat(read().journal())
                .isEqualTo(
                        new JournalConfig(directory.resolve("data"), 5_000_000_000L, 10L << 30, Duration.ofDays(30)));
        systemProperties.put("breakwater.data", "none");
        assertThat(read().journal()).isNull();
    }

    @Test
    void journal_withBoundsThatAreNone_isRefusedByKey() throws Exception {
        file("breakwater.journal.events = 0", "breakwater.journal.bytes = -1", "breakwater.journal.age = 0");

        assertThatThrownBy(this::read)
                .hasMessageContaining("breakwater.journal.events = '0'")
                .hasMessageContaining("journal events must be 1 or more: 0")
                .hasMessageContaining("breakwater.journal.bytes = '-1'")
                .hasMessageContaining("breakwater.journal.age = '0'");
    }

    @Test
    void keys_ofTheExecutableJar_mayBeInTheFile() throws Exception {
        file("breakwater.port=8080", "breakwater.host=0.0.0.0", "breakwater.data=/tmp", "other.key=1");

        assertThat(read().warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "breakwater.accept-rate | fast | must be a whole number of at most 2147483647, or 'auto'",
                "breakwater.accept-rate | -1 | accept rate must be 1..1000000 streams per second",
                "breakwater.accept-rate | 0 | accept rate must be 1..1000000 streams per second: 0",
                "breakwater.admission | maybe | must be 'on' or 'off'",
                "breakwater.overload.heap | 100 | overload heap must be 0..99 percent, 0 for off: 100",
                "breakwater.overload.lag | 5ms | overload lag must be 10ms..1m, 0 for off: PT0.005S",
                "breakwater.budget.total | -1 | budget in total must be 0 (no limit) or more: -1",
                "breakwater.budget.per-user | many | must be a whole number",
                "breakwater.budget.when-full | evict | must be 'defer' or 'replace'",
                "breakwater.trusted-proxies | proxy.example.com | trusted proxy must be an address or a network",
                "breakwater.trusted-proxies | 10.0.0.0/8,10.0.0.0/33 | trusted proxy must be an address or a network",
                "breakwater.trusted-proxies | 10.0.0.1/8 | write 10.0.0.0/8",
                "breakwater.drain.window | 2h | must be 0..1h",
                "breakwater.drain.window | soon | must be a duration",
                "breakwater.retry.floor | 11m | retry window must lie within 500ms..10m"
            })
    void value_outOfItsRange_isNamed(String key, String value, String sentence) {
        systemProperties.put(key, value);

        assertThatThrownBy(this::read)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(key + " = '" + value + "' (system property)")
                .hasMessageContaining(sentence);
    }

    @Test
    void budgets_thatContradictEachOther_areNamedTogether() {
        systemProperties.put("breakwater.budget.total", "10");
        systemProperties.put("breakwater.budget.per-user", "11");

        assertThatThrownBy(this::read)
                .hasMessageContaining(
                        "breakwater.budget.total = '10' (system property), breakwater.budget.per-user = '11'"
                                + " (system property): budget per user must not be above the total (10): 11");
    }

    @Test
    void value_blank_isNone() {
        environment.put("BREAKWATER_TOKEN", "  ");
        environment.put("BREAKWATER_HEARTBEAT", "");

        assertThat(read().tokenGenerated()).isTrue();
        assertThat(read().hub().heartbeat()).isEqualTo(HubConfig.defaults().heartbeat());
    }

    @Test
    void value_withADollar_isTakenAsItIs() {
        environment.put("BREAKWATER_TOKEN", "${PATH}$$x");

        assertThat(read().token()).isEqualTo("${PATH}$$x");
    }

    @Test
    void settings_asText_keepTheToken() {
        environment.put("BREAKWATER_TOKEN", "very-secret");

        assertThat(read().toString()).doesNotContain("very-secret");
    }
}
