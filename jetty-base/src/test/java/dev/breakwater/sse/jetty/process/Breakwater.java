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

/** The executable jar, as a user starts it. */
public final class Breakwater implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("serves (http://\\S+/)");
    private static final Pattern TOKEN = Pattern.compile("made up for this run: (\\S+)");

    private final Program program;
    private final URI url;
    private final String token;
    private final HttpClient http = HttpClient.newHttpClient();

    private Breakwater(Program program) {
        this.program = program;
        this.url = URI.create(program.awaitOut(URL));
        this.token = program.awaitOut(TOKEN);
    }

    /** Starts it on a free port of this machine, with more flags. */
    public static Breakwater start(String... flags) {
        return start(Map.of(), flags);
    }

    /** Starts it on a free port of this machine, with settings in its environment and more flags. */
    public static Breakwater start(Map<String, String> environment, String... flags) {
        List<String> all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(flags));
        return new Breakwater(run(environment, all.toArray(String[]::new)));
    }

    /** Runs it with any flags. */
    public static Program run(Map<String, String> environment, String... flags) {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m", "-jar", jar().toString()));
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
        HttpRequest request = HttpRequest.newBuilder(url.resolve("events?topic=" + topic))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(data))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        program.close();
    }
}
