package dev.breakwater.sse.jetty.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The executable jar, as a user starts it. */
public final class Breakwater implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("serves (http://\\S+/)");
    private static final Pattern TOKEN = Pattern.compile("made up for this run: (\\S+)");

    private final Program program;
    private final URI url;
    private final String token;
    private final HttpClient http = HttpClient.newHttpClient();

    private Breakwater(Program program, @Nullable String token) {
        this.program = program;
        this.url = URI.create(program.awaitOut(URL));
        this.token = token != null ? token : program.awaitOut(TOKEN);
    }

    /** Starts it on a free port of this machine, with more flags. */
    public static Breakwater start(String... flags) {
        List<String> all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(flags));
        return start(Map.of(), all.toArray(String[]::new));
    }

    /** Starts it with settings in its environment, which may have a token, and with all the flags that it gets. */
    public static Breakwater start(Map<String, String> environment, String... flags) {
        return new Breakwater(run(environment, flags), environment.get("BREAKWATER_TOKEN"));
    }

    /** Runs it with any flags. */
    public static Program run(Map<String, String> environment, String... flags) {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m"));
        command.addAll(QuickStart.flags(jar()));
        command.addAll(List.of("-jar", jar().toString()));
        // A server for each test, and tests side by side: none of them takes the default directory.
        Map<String, String> all = new HashMap<>(Map.of("BREAKWATER_DATA", "none"));
        all.putAll(environment);
        command.addAll(List.of(flags));
        return Program.start(command, all, Path.of("."), line -> {});
    }

    /** The java of this JVM. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path jar() {
        return Path.of(System.getProperty("breakwater.jar"));
    }

    /** Its process. */
    public Program program() {
        return program;
    }

    /** Its root, with the slash. */
    public URI url() {
        return url;
    }

    /** The token that it printed. */
    public String token() {
        return token;
    }

    /** Publishes, and returns the answer. */
    public HttpResponse<String> publish(String topic, String data) throws IOException, InterruptedException {
        return publish(topic, "text/plain", data);
    }

    /** Publishes lines of JSON, and returns the answer. */
    public HttpResponse<String> publishBatch(String topic, String lines) throws IOException, InterruptedException {
        return publish(topic, "application/x-ndjson", lines);
    }

    private HttpResponse<String> publish(String topic, String type, String data)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("events?topic=" + topic))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(data))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** What a metric says, the sum over its labels. */
    public double metric(String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("metrics")).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + ' ') || line.startsWith(name + '{'))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        program.close();
    }
}
