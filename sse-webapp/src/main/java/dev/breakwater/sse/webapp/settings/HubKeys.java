package dev.breakwater.sse.webapp.settings;

import dev.breakwater.sse.HubConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys of the hub's configuration. Ranges and defaults are the hub's own: it checks what it is given. */
final class HubKeys {
    private record Key<T>(String name, Function<String, T> parser, BiConsumer<HubConfig.Builder, T> setter) {}

    /** Keys of one group are checked together, because what one may be depends on the other. */
    private static final List<List<Key<?>>> GROUPS = List.of(
            List.of(new Key<>("breakwater.name", Function.identity(), HubConfig.Builder::name)),
            List.of(new Key<>("breakwater.shards", Texts::integer, HubConfig.Builder::shards)),
            List.of(new Key<>("breakwater.retention.events", Texts::integer, HubConfig.Builder::retentionEvents)),
            List.of(
                    new Key<>("breakwater.retention.bytes", Texts::bytes, HubConfig.Builder::retentionBytes),
                    new Key<>("breakwater.max-event-bytes", Texts::smallBytes, HubConfig.Builder::maxEventBytes)),
            List.of(new Key<>("breakwater.retention.age", Texts::duration, HubConfig.Builder::retentionAge)),
            List.of(new Key<>("breakwater.retention.topics", Texts::topicLimits, HubConfig.Builder::topicLimits)),
            List.of(new Key<>("breakwater.max-patterns", Texts::integer, HubConfig.Builder::maxPatterns)),
            List.of(new Key<>("breakwater.heartbeat", Texts::duration, HubConfig.Builder::heartbeat)),
            List.of(new Key<>("breakwater.stream.padding", Texts::smallBytes, HubConfig.Builder::streamPadding)),
            List.of(new Key<>("breakwater.stream.max-age", Texts::duration, HubConfig.Builder::maxStreamAge)),
            List.of(new Key<>("breakwater.write-timeout", Texts::duration, HubConfig.Builder::writeTimeout)),
            List.of(new Key<>("breakwater.max-write-bytes", Texts::smallBytes, HubConfig.Builder::maxWriteBytes)),
            List.of(new Key<>("breakwater.slow-consumer.policy", Texts::policy, HubConfig.Builder::slowConsumerPolicy)),
            List.of(
                    new Key<>("breakwater.retry.floor", Texts::duration, HubConfig.Builder::retryFloor),
                    new Key<>("breakwater.retry.ceiling", Texts::duration, HubConfig.Builder::retryCeiling)),
            List.of(new Key<>("breakwater.accept-rate", HubKeys::acceptRate, HubKeys::acceptAt)),
            List.of(new Key<>("breakwater.admission", Texts::onOff, HubConfig.Builder::admission)));

    /** In place of an accept rate: the server measures what it can take. */
    private static final int AUTO = Integer.MIN_VALUE;

    private HubKeys() {}

    private static int acceptRate(String text) {
        if (text.equalsIgnoreCase("auto")) {
            return AUTO;
        }
        try {
            return Texts.integer(text);
        } catch (IllegalArgumentException noNumber) {
            throw new IllegalArgumentException(noNumber.getMessage() + ", or 'auto'", noNumber);
        }
    }

    private static void acceptAt(HubConfig.Builder config, int rate) {
        if (rate == AUTO) {
            config.measuredAcceptRate();
        } else {
            config.acceptRate(rate);
        }
    }

    static List<String> names() {
        return GROUPS.stream().flatMap(List::stream).map(Key::name).toList();
    }

    /** Reads the hub's configuration; with faults it is the default's. */
    static HubConfig.Builder read(Values values) {
        HubConfig.Builder config = HubConfig.builder();
        for (List<Key<?>> group : GROUPS) {
            List<Given> given = new ArrayList<>();
            List<Consumer<HubConfig.Builder>> setters = new ArrayList<>();
            for (Key<?> key : group) {
                Given value = values.given(key.name());
                Consumer<HubConfig.Builder> setter = value == null ? null : setter(key, value, values);
                if (value != null && setter != null) {
                    given.add(value);
                    setters.add(setter);
                }
            }
            if (areAllowed(given, setters, values)) {
                setters.forEach(setter -> setter.accept(config));
            }
        }
        return config;
    }

    private static <T> @Nullable Consumer<HubConfig.Builder> setter(Key<T> key, Given given, Values values) {
        T parsed = values.parsed(given, key.parser());
        return parsed == null ? null : config -> key.setter().accept(config, parsed);
    }

    private static boolean areAllowed(List<Given> given, List<Consumer<HubConfig.Builder>> setters, Values values) {
        HubConfig.Builder alone = HubConfig.builder();
        setters.forEach(setter -> setter.accept(alone));
        try {
            alone.build();
            return true;
        } catch (IllegalArgumentException outOfRange) {
            values.fault(given.stream().map(Given::toString).collect(Collectors.joining(", ")) + ": "
                    + outOfRange.getMessage());
            return false;
        }
    }
}
