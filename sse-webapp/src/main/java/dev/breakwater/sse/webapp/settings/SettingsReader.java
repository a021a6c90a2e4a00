package dev.breakwater.sse.webapp.settings;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.admission.OverloadMarks;
import dev.breakwater.sse.budget.BudgetConfig;
import dev.breakwater.sse.doctor.probe.DoctorConfig;
import dev.breakwater.sse.jaxrs.problem.Quoted;
import dev.breakwater.sse.store.journal.JournalConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings, all of them before it complains.
 *
 * <p>A key that nobody knows is a fault where it was written for this application, in its file or its context, for there
 * it is a typing error; in the environment and the system properties it is a warning.
 */
public final class SettingsReader {
    private static final String FILE_KEY = "breakwater.config";
    private static final String TOKEN_KEY = "breakwater.token";
    private static final String ORIGINS_KEY = "breakwater.cors.origins";
    private static final String SERVER_TOPICS_KEY = "breakwater.server-topics";
    private static final String OVERLOAD_HEAP_KEY = "breakwater.overload.heap";
    private static final String OVERLOAD_LAG_KEY = "breakwater.overload.lag";
    private static final String DRAIN_WINDOW_KEY = "breakwater.drain.window";
    private static final Duration DRAIN_WINDOW = Duration.ofSeconds(5);

    /** Keys of the executable jar, which shares the sources with the application that it embeds. */
    private static final Set<String> EMBEDDERS = Set.of(
            "breakwater.host",
            "breakwater.port",
            "breakwater.tls.port",
            "breakwater.tls.certificate",
            "breakwater.tls.key");

    private static final int SYSTEM_PROPERTIES = 400;
    private static final int ENVIRONMENT = 300;
    private static final int FILE = 100;
    private static final int CONTEXT_PARAMETERS = 50;

    private final Sources sources;
    private final SecureRandom random;
    private final Set<String> known = new TreeSet<>(HubKeys.names());

    /** A reader of the given sources, which makes a token at random if there is none. */
    public SettingsReader(Sources sources, SecureRandom random) {
        this.sources = sources;
        this.random = random;
        this.known.addAll(JournalKeys.names());
        this.known.addAll(BudgetKeys.names());
        this.known.addAll(DoctorKeys.names());
        this.known.addAll(List.of(
                TOKEN_KEY, ORIGINS_KEY, SERVER_TOPICS_KEY, OVERLOAD_HEAP_KEY, OVERLOAD_LAG_KEY, DRAIN_WINDOW_KEY));
    }

    /**
     * Reads all settings.
     *
     * @throws SettingsException if any is wrong
     */
    public Settings read() {
        String path = path();
        List<String> faults = new ArrayList<>();
        Map<String, String> file = path == null ? Map.of() : readFile(path, faults);
        String fileName = "file " + (path == null ? "" : Quoted.of(path));
        Values values = new Values(config(file, fileName));
        faults.forEach(values::fault);
        requireKnown(file, fileName, values);
        requireKnown(sources.contextParameters(), "context parameter", values);

        HubConfig.Builder hub = HubKeys.read(values).overload(overload(values));
        JournalConfig journal = JournalKeys.read(values);
        BudgetConfig budget = BudgetKeys.read(values);
        DoctorConfig doctor = DoctorKeys.read(values);
        Duration drainWindow = values.parsed(DRAIN_WINDOW_KEY, SettingsReader::drainWindow, DRAIN_WINDOW);
        String token = token(values);
        Set<String> origins = values.parsed(ORIGINS_KEY, Origins::parse, Set.of());
        boolean serverTopics = values.parsed(SERVER_TOPICS_KEY, Texts::onOff, true);
        values.requireFaultless();
        return new Settings(
                hub.build(),
                journal,
                budget,
                doctor,
                drainWindow,
                token == null ? Token.random(random) : token,
                token == null,
                origins,
                serverTopics,
                warnings());
    }

    private static OverloadMarks overload(Values values) {
        OverloadMarks marks = OverloadMarks.DEFAULT;
        int heap = values.parsed(OVERLOAD_HEAP_KEY, text -> new OverloadMarks(Texts.integer(text), marks.lag()), marks)
                .heapPercent();
        Duration lag = values.parsed(
                        OVERLOAD_LAG_KEY, text -> new OverloadMarks(marks.heapPercent(), Texts.duration(text)), marks)
                .lag();
        return new OverloadMarks(heap, lag);
    }

    private static Duration drainWindow(String text) {
        Duration window = Texts.duration(text);
        if (window.isNegative() || window.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("must be 0..1h");
        }
        return window;
    }

    /** An instance of its own: one that is registered for the class loader would outlive the application. */
    private SmallRyeConfig config(Map<String, String> file, String fileName) {
        return new SmallRyeConfigBuilder()
                .withSources(
                        new PropertiesConfigSource(sources.systemProperties(), "system property", SYSTEM_PROPERTIES),
                        new EnvConfigSource(sources.environment(), ENVIRONMENT),
                        new PropertiesConfigSource(file, fileName, FILE),
                        new PropertiesConfigSource(
                                sources.contextParameters(), "context parameter", CONTEXT_PARAMETERS))
                .build();
    }

    private @Nullable String path() {
        String property = sources.systemProperties().get(FILE_KEY);
        return property != null ? property : sources.environment().get(environmentName(FILE_KEY));
    }

    private static Map<String, String> readFile(String path, List<String> faults) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            faults.add(FILE_KEY + " = " + Quoted.of(path) + ": must be a properties file in UTF-8 that can be read ("
                    + unreadable.getClass().getSimpleName() + ")");
        }
        Map<String, String> file = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> file.put(name, properties.getProperty(name)));
        return file;
    }

    private void requireKnown(Map<String, String> source, String name, Values values) {
        for (String key : new TreeSet<>(source.keySet())) {
            if (isUnknown(key)) {
                values.fault(Quoted.of(key) + " (" + name + "): there is no such key; there are "
                        + String.join(", ", known));
            }
        }
    }

    private @Nullable String token(Values values) {
        Given given = values.given(TOKEN_KEY);
        if (given != null && !Token.isGood(given.text())) {
            values.fault(TOKEN_KEY + " (" + given.source() + "): " + Token.whatIsGood());
        }
        return given == null ? null : given.text();
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (String key : new TreeSet<>(sources.systemProperties().keySet())) {
            if (isUnknown(key) && !key.equals(FILE_KEY)) {
                warnings.add("there is no setting " + Quoted.of(key) + ", which is a system property");
            }
        }
        Set<String> names = new TreeSet<>();
        Stream.of(known, EMBEDDERS, Set.of(FILE_KEY))
                .flatMap(Set::stream)
                .forEach(key -> names.add(environmentName(key)));
        for (String name : new TreeSet<>(sources.environment().keySet())) {
            if (name.startsWith(environmentName(Sources.PREFIX)) && !names.contains(name)) {
                warnings.add("there is no setting for " + Quoted.of(name) + ", which is in the environment");
            }
        }
        return warnings;
    }

    private boolean isUnknown(String key) {
        return key.startsWith(Sources.PREFIX) && !known.contains(key) && !EMBEDDERS.contains(key);
    }

    /** As MicroProfile Config names a key in the environment. */
    private static String environmentName(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
