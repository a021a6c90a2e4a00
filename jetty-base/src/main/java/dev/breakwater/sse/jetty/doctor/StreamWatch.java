package dev.breakwater.sse.jetty.doctor;

import dev.breakwater.sse.doctor.json.JsonObject;
import dev.breakwater.sse.doctor.json.JsonText;
import dev.breakwater.sse.doctor.measure.StreamEnd;
import dev.breakwater.sse.doctor.measure.StreamSeen;
import dev.breakwater.sse.doctor.measure.Tick;
import dev.breakwater.sse.doctor.plan.PlannedStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads one stream to its end. Its thread owns all fields but what the deadline, on another one, closes. */
final class StreamWatch {
    /** How much longer than planned a stream may take before it is given up. In milliseconds. */
    private static final int GRACE = 4_000;

    private final PathClient client;
    private final PlannedStream planned;
    private final String query;
    private final List<Tick> ticks = new ArrayList<>();
    private volatile boolean givenUp;
    private String id = "";
    private String remote = "";
    private int status;
    private Map<String, String> headers = Map.of();
    private String protocol = "";
    private double openedAt;
    private double headersAt;
    private double helloAt;
    private String failure = "";

    StreamWatch(PathClient client, PlannedStream planned, String query) {
        this.client = client;
        this.planned = planned;
        this.query = query;
    }

    /** Opens the stream and reads it; returns when it has ended. */
    StreamSeen read() throws InterruptedException {
        openedAt = client.millis();
        StreamEnd end = open();
        return new StreamSeen(
                planned.name(),
                planned.copy(),
                planned.shape().silenceMillis(),
                planned.shape().ticks(),
                id,
                remote,
                status,
                headers,
                protocol,
                openedAt,
                headersAt,
                helloAt,
                client.millis(),
                end,
                failure,
                ticks);
    }

    private StreamEnd open() throws InterruptedException {
        HttpRequest request = client.request("probe?" + query)
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", "gzip")
                .build();
        long longest = planned.shape().millis() + GRACE;
        CompletableFuture<HttpResponse<InputStream>> answer =
                client.http().sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        HttpResponse<InputStream> response;
        try {
            response = answer.get(longest, TimeUnit.MILLISECONDS);
        } catch (TimeoutException nothing) {
            answer.cancel(true);
            return StreamEnd.GIVEN_UP;
        } catch (ExecutionException failed) {
            failure = sentence(failed.getCause() == null ? failed : failed.getCause());
            return StreamEnd.BROKEN;
        }
        headersAt = client.millis();
        status = response.statusCode();
        headers = PathClient.lowerCased(response.headers());
        protocol = response.version() == HttpClient.Version.HTTP_2 ? "h2" : "http/1.1";
        InputStream body = response.body();
        if (status != 200 || !headers.getOrDefault("content-type", "").startsWith("text/event-stream")) {
            closeQuietly(body);
            return StreamEnd.REFUSED;
        }
        CompletableFuture<Void> deadline = new CompletableFuture<Void>()
                .completeOnTimeout(null, Math.round(longest - (headersAt - openedAt)), TimeUnit.MILLISECONDS);
        var unused = deadline.thenRun(() -> {
            givenUp = true;
            closeQuietly(body);
        });
        try {
            return lines(body);
        } catch (IOException broken) {
            failure = sentence(broken);
            return givenUp ? StreamEnd.GIVEN_UP : StreamEnd.BROKEN;
        } finally {
            deadline.cancel(false);
            closeQuietly(body);
        }
    }

    private StreamEnd lines(InputStream body) throws IOException {
        boolean zipped = headers.getOrDefault("content-encoding", "").contains("gzip");
        InputStream plain = zipped ? new PromptGzip(body) : body;
        BufferedReader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
        String data = null;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("data: ")) {
                data = line.substring("data: ".length());
            } else if (line.isEmpty() && data != null) {
                take(JsonText.object(data));
                data = null;
                if (planned.leaveAfter() > 0 && ticks.size() == planned.leaveAfter()) {
                    return StreamEnd.LEFT;
                }
            }
        }
        return ticks.size() == planned.shape().ticks() ? StreamEnd.COMPLETE : StreamEnd.EARLY;
    }

    private void take(JsonObject block) {
        double now = client.millis();
        int tick = block.integer("tick", -1);
        if (tick < 0) {
            id = block.text("stream", "");
            remote = block.text("remote", "");
            helloAt = now;
        } else {
            long before = (long) block.number("before", 0);
            ticks.add(new Tick(
                    tick, block.number("at", 0), before, block.text("pad", "").length(), now));
        }
    }

    private static String sentence(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException gone) {
            // Which is what was wanted.
        }
    }
}
