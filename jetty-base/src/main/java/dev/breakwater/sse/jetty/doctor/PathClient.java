package dev.breakwater.sse.jetty.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Requests over a path, as a browser's are: nothing is followed, nothing tried again, HTTP/2 where TLS offers it. */
final class PathClient {
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(10);
    private static final int LONGEST_BODY = 1 << 20;

    private final URI url;
    private final HttpClient http;
    private final long start = System.nanoTime();

    PathClient(URI url, HttpClient.Builder client) {
        this.url = url;
        this.http = client.version(
                        "https".equals(url.getScheme()) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(LONGEST_REQUEST)
                .build();
    }

    /** A whole answer. */
    record Reply(int status, Map<String, String> headers, String body) {
        boolean isOfType(String type) {
            return headers.getOrDefault("content-type", "").startsWith(type);
        }
    }

    /** Milliseconds of this examination. */
    double millis() {
        return (System.nanoTime() - start) / 1e6;
    }

    HttpClient http() {
        return http;
    }

    /** A request to the doctor. */
    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(url.resolve("doctor/" + pathAndQuery)).header("Cache-Control", "no-cache");
    }

    /**
     * Sends a request and waits for all of the answer.
     *
     * @throws IOException if none comes
     */
    Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                http.send(request.timeout(LONGEST_REQUEST).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(LONGEST_BODY), StandardCharsets.UTF_8);
            return new Reply(response.statusCode(), lowerCased(response.headers()), text);
        }
    }

    static Map<String, String> lowerCased(HttpHeaders headers) {
        Map<String, String> all = new LinkedHashMap<>();
        headers.map().forEach((name, values) -> {
            if (!name.startsWith(":")) {
                all.put(name.toLowerCase(Locale.ROOT), String.join(", ", values));
            }
        });
        return all;
    }
}
