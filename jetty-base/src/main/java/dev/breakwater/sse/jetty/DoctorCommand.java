package dev.breakwater.sse.jetty;

import dev.breakwater.sse.doctor.json.JsonText;
import dev.breakwater.sse.doctor.plan.Plan;
import dev.breakwater.sse.doctor.rules.Diagnosis;
import dev.breakwater.sse.doctor.rules.Report;
import dev.breakwater.sse.jetty.doctor.Examination;
import dev.breakwater.sse.jetty.doctor.Order;
import dev.breakwater.sse.jetty.doctor.TextReport;
import dev.breakwater.sse.jetty.doctor.UnreachableException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code java -jar breakwater.jar doctor URL}: examines the path to a server, and says what is wrong with it and what to
 * change.
 */
final class DoctorCommand {
    static final String NAME = "doctor";
    static final String USAGE = "java -jar breakwater.jar doctor URL [--direct URL] [--token TOKEN] [--json]"
            + " [--silences 5s,18s,35s,65s] [--total 66s]";

    private static final int HEALTHY = 0;
    private static final int FAULTY = 1;
    private static final int UNREACHABLE = 2;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");

    private final PrintStream out;
    private final PrintStream err;
    private @Nullable URI url;
    private @Nullable URI direct;
    private @Nullable String token;
    private boolean json;
    private List<Integer> silences = Plan.SILENCES;
    private int total = Plan.TOTAL;

    DoctorCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs it.
     *
     * @param arguments those after the command's name
     * @return the status to exit with: 0 if the path is healthy, 1 if it has faults, 2 if there is nothing to examine
     * @throws UsageException if the arguments are wrong
     */
    int run(List<String> arguments, Map<String, String> environment) throws UsageException, InterruptedException {
        token = environment.get("BREAKWATER_TOKEN");
        read(arguments.iterator());
        if (url == null) {
            throw new UsageException("doctor needs a URL: " + USAGE);
        }
        Order order;
        try {
            order = new Order(url, token, Plan.of(silences, total), Order.PATIENCE);
        } catch (IllegalArgumentException absurd) {
            throw new UsageException(String.valueOf(absurd.getMessage()));
        }
        try {
            return examine(order);
        } catch (UnreachableException nothing) {
            err.println("breakwater: " + Quoted.plain(String.valueOf(nothing.getMessage())));
            return UNREACHABLE;
        }
    }

    /** Both ways side by side, for neither takes enough of a server or a machine to show in the other. */
    private int examine(Order order) throws UnreachableException, InterruptedException {
        FutureTask<Report> straight = null;
        if (direct != null) {
            Order other = order.at(direct);
            straight = new FutureTask<>(() -> report(other, line -> {}));
            Thread thread = new Thread(straight, "doctor without the path");
            thread.setDaemon(true);
            thread.start();
        }
        Report report = report(order, line -> err.println("breakwater: " + Quoted.plain(line)));
        print(order.url(), report, straight == null ? null : result(straight));
        return report.isHealthy() ? HEALTHY : FAULTY;
    }

    private static Report report(Order order, Consumer<String> progress)
            throws UnreachableException, InterruptedException {
        return Diagnosis.of(new Examination(order, progress).run());
    }

    private static Report result(Future<Report> running) throws UnreachableException, InterruptedException {
        try {
            return running.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnreachableException nothing) {
                throw nothing;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private void print(URI examined, Report report, @Nullable Report without) {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("url", examined.toString());
            all.putAll(report.json());
            if (without != null) {
                all.put("direct", without.json());
            }
            out.println(JsonText.of(all));
        } else {
            out.print(TextReport.of(examined.toString(), report));
            if (without != null && direct != null) {
                out.print(TextReport.comparison(report, without));
                out.println();
                out.print(TextReport.of("without the path, straight at " + direct, without));
            }
        }
        out.flush();
    }

    private void read(Iterator<String> rest) throws UsageException {
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "--json" -> json = true;
                case "--direct" -> direct = address(value(argument, rest));
                case "--token" -> token = value(argument, rest);
                case "--silences" -> silences = durations(value(argument, rest));
                case "--total" -> total = millis(value(argument, rest));
                default -> {
                    if (argument.startsWith("--") || url != null) {
                        throw new UsageException("doctor does not know " + Quoted.text(argument) + ": " + USAGE);
                    }
                    url = address(argument);
                }
            }
        }
    }

    private static String value(String flag, Iterator<String> rest) throws UsageException {
        if (!rest.hasNext()) {
            throw new UsageException(flag + " needs a value: " + USAGE);
        }
        return rest.next();
    }

    private static URI address(String text) throws UsageException {
        try {
            URI uri = new URI(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException noAddress) {
            // The sentence below says it.
        }
        throw new UsageException(
                "the URL must be that of the application, such as https://example.com/: " + Quoted.text(text));
    }

    private static List<Integer> durations(String text) throws UsageException {
        List<Integer> millis = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            millis.add(millis(one));
        }
        return millis;
    }

    private static int millis(String text) throws UsageException {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException("a duration must be such as 500ms, 5s or 2m: " + Quoted.text(text));
        }
        int unit = matcher.group(2).equals("ms") ? 1 : matcher.group(2).equals("s") ? 1_000 : 60_000;
        long millis = Long.parseLong(matcher.group(1)) * unit;
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
