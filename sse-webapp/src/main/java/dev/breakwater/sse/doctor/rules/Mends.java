package dev.breakwater.sse.doctor.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings that mend, by symptom and proxy. They are in {@code mends.txt}, a line each: symptom, proxy, setting. The proxy
 * is one that can be recognised, perhaps with a name of its own after an equals sign; or something else, which is a candidate
 * only if no other was recognised, or in any case if it begins with a plus sign.
 */
final class Mends {
    private static final Map<Symptom, List<Line>> ALL = read();

    private Mends() {}

    private record Line(Set<Proxy> proxies, boolean always, String where, String setting) {}

    /** Whether there is a mend for one of these. */
    static boolean areKnownFor(Symptom symptom, Set<Proxy> recognised) {
        return lines(symptom).stream().anyMatch(line -> line.proxies.stream().anyMatch(recognised::contains));
    }

    /** What to change in those that were recognised, or in each candidate if none of them can be it. */
    static List<Mend> of(Symptom symptom, Set<Proxy> recognised) {
        boolean known = areKnownFor(symptom, recognised);
        List<Mend> mends = new ArrayList<>();
        for (Line line : lines(symptom)) {
            boolean fits = line.always || line.proxies.stream().anyMatch(recognised::contains);
            if (!known || fits) {
                mends.add(new Mend(line.where, line.setting));
            }
        }
        return mends;
    }

    private static List<Line> lines(Symptom symptom) {
        return ALL.getOrDefault(symptom, List.of());
    }

    private static Map<Symptom, List<Line>> read() {
        Map<Symptom, List<Line>> all = new EnumMap<>(Symptom.class);
        try (InputStream in = Mends.class.getResourceAsStream("mends.txt")) {
            if (in == null) {
                throw new IllegalStateException("mends.txt is missing from the jar");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> add(all, line.split("\\s*\\|\\s*", 3)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }

    private static void add(Map<Symptom, List<Line>> all, String[] parts) {
        Set<Proxy> proxies = EnumSet.noneOf(Proxy.class);
        String[] names = parts[1].split("=", 2);
        boolean always = names[0].startsWith("+");
        String where = always ? names[0].substring(1) : names[names.length - 1];
        for (Proxy proxy : Proxy.values()) {
            if (names[0].equals(proxy.name())) {
                proxies.add(proxy);
                where = names.length > 1 ? names[1] : proxy.title();
            }
        }
        all.computeIfAbsent(Symptom.valueOf(parts[0]), unused -> new ArrayList<>())
                .add(new Line(proxies, always, where, parts[2]));
    }
}
