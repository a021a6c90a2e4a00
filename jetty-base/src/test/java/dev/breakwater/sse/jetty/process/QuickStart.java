package dev.breakwater.sse.jetty.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Flags with which the jar starts with a third of the work, for the tests start very many servers that live for seconds:
 * the quick compiler alone, the smallest collector, and classes that were parsed and checked before, once for each build:
 * those of the start, and those that a server needs for its first requests.
 */
final class QuickStart {
    private static final List<String> FOR_A_SHORT_LIFE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final Pattern SERVES = Pattern.compile("serves (http://\\S+/)");
    private static final String TOKEN = "token-of-the-archive";

    private QuickStart() {}

    static synchronized List<String> flags(Path jar) {
        List<String> flags = new ArrayList<>(FOR_A_SHORT_LIFE);
        Path classes = archive(jar);
        if (!Files.exists(classes)) {
            write(classes, jar);
        }
        // A Java that has no such archives starts without.
        if (Files.exists(classes)) {
            flags.add("-XX:SharedArchiveFile=" + classes);
        }
        return flags;
    }

    /** Java refuses the archive of another jar or of another Java, so these have names of their own. */
    private static Path archive(Path jar) {
        try {
            String java = Runtime.version().toString().replaceAll("[^A-Za-z0-9.]", "-");
            return jar.resolveSibling(
                    "classes-" + java + '-' + Files.getLastModifiedTime(jar).toMillis() + ".jsa");
        } catch (IOException noJar) {
            throw new IllegalStateException(noJar);
        }
    }

    /** It is written when the server has ended, under another name first: tests may run in several processes. */
    private static void write(Path archive, Path jar) {
        Path own = archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid());
        List<String> command = new ArrayList<>(List.of(Breakwater.java(), "-XX:ArchiveClassesAtExit=" + own));
        command.addAll(FOR_A_SHORT_LIFE);
        command.addAll(List.of("-jar", jar.toString(), "--port", "0"));
        Map<String, String> environment = Map.of("BREAKWATER_DATA", "none", "BREAKWATER_TOKEN", TOKEN);
        try (Program server = Program.start(command, environment, Path.of("."), line -> {})) {
            askForEverything(URI.create(server.awaitOut(SERVES)));
            server.terminate();
            server.awaitExit();
            if (Files.exists(own)) {
                Files.move(own, archive, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What tests ask servers for, over either version of HTTP. */
    private static void askForEverything(URI server) throws IOException, InterruptedException {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpClient http = HttpClient.newBuilder().version(version).build();
            publish(http, server, "text/plain", "hello");
            publish(http, server, "application/x-ndjson", "{\"data\":1}\n{\"topic\":\"b\",\"data\":2}");
            for (String path : List.of("", "client/breakwater.js", "health/live", "health/ready", "metrics")) {
                http.send(HttpRequest.newBuilder(server.resolve(path)).build(), HttpResponse.BodyHandlers.discarding());
            }
            HttpRequest stream = HttpRequest.newBuilder(server.resolve("events?topic=a&from=earliest"))
                    .build();
            InputStream body =
                    http.send(stream, HttpResponse.BodyHandlers.ofInputStream()).body();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                while (line != null && !line.startsWith("data:")) {
                    line = lines.readLine();
                }
            }
        }
    }

    private static void publish(HttpClient http, URI server, String type, String data)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("events?topic=a"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(data))
                .build();
        http.send(request, HttpResponse.BodyHandlers.discarding());
    }
}
