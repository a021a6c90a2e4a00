package dev.breakwater.sse.jetty.doctor;

import dev.breakwater.sse.doctor.json.JsonObject;
import dev.breakwater.sse.doctor.json.JsonText;
import dev.breakwater.sse.doctor.measure.ComeBackSeen;
import dev.breakwater.sse.doctor.measure.Departure;
import dev.breakwater.sse.doctor.measure.EchoSeen;
import dev.breakwater.sse.doctor.measure.ErrorSeen;
import dev.breakwater.sse.doctor.measure.HeaderTry;
import dev.breakwater.sse.doctor.measure.Measurements;
import dev.breakwater.sse.doctor.measure.StreamEnd;
import dev.breakwater.sse.doctor.measure.StreamSeen;
import dev.breakwater.sse.doctor.plan.PlannedStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One examination of one path, from a terminal. One thread; it has others of its own, which end with it. */
public final class Examination {
    private static final int ECHOES = 7;

    /** The quickest one tells how clocks differ: at another time a machine may be less busy. */
    private static final int FURTHER_ECHOES = 2;

    private static final int POLL_MILLIS = 250;
    private static final int LONGEST_BODY = 200;

    private final Order order;
    private final Consumer<String> progress;
    private final PathClient client;
    private final String nonce = Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), Character.MAX_RADIX);
    private final String lastEventId = "doctor-" + nonce;
    private final List<EchoSeen> echoes = new ArrayList<>();
    private final List<ErrorSeen> errors = new ArrayList<>();
    private final List<StreamSeen> streams = new ArrayList<>();
    private final List<HeaderTry> headerTries = new ArrayList<>();
    private String ticket = "";
    private int requests;

    /**
     * An examination.
     *
     * @param progress told what is being done, a line at a time
     */
    public Examination(Order order, Consumer<String> progress) {
        this(order, HttpClient.newBuilder(), progress);
    }

    /** An examination with a client that knows how to get there: by which forward proxy, whom to trust. */
    public Examination(Order order, HttpClient.Builder client, Consumer<String> progress) {
        this.order = order;
        this.progress = progress;
        this.client = new PathClient(order.url(), client);
    }

    /**
     * Examines; takes as long as the plan's longest silence and some ten seconds more.
     *
     * @throws UnreachableException if there is nothing to examine
     * @throws InterruptedException if the thread is interrupted
     */
    public Measurements run() throws UnreachableException, InterruptedException {
        progress.accept("looking for the server at " + order.url());
        JsonObject admission = new Knock(client, order, errors).admission();
        ticket = URLEncoder.encode(admission.text("ticket", ""), StandardCharsets.UTF_8);
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "doctor");
            thread.setDaemon(true);
            return thread;
        });
        try {
            echo(ECHOES);
            progress.accept("whether events come one by one and in time");
            finish(open(threads, order.plan().quick()));
            echo(FURTHER_ECHOES);
            finish(open(threads, order.plan().again()));
            echo(FURTHER_ECHOES);
            progress.accept("how long streams live, silent and busy ones");
            List<Future<StreamSeen>> patient = open(threads, order.plan().patient());
            Departure departure = leave();
            ComeBackSeen comeBack = comeBack();
            finish(patient);
            // Last, for a proxy that refuses one ends the whole connection: over HTTP/2 all streams with it.
            tryHeaders();
            return new Measurements(
                    order.url().toString(),
                    "terminal",
                    admission.number("heartbeat", 0),
                    lastEventId,
                    echoes,
                    errors,
                    streams,
                    headerTries,
                    comeBack,
                    departure);
        } finally {
            threads.shutdownNow();
        }
    }

    /** No two requests have the same URL, or a cache would answer, unless that is what is examined. */
    private String own(String pathAndParameters) {
        return pathAndParameters + "ticket=" + ticket + "&n=" + nonce + '-' + requests++;
    }

    private void echo(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            echo();
        }
    }

    private void echo() throws InterruptedException {
        double sentAt = client.millis();
        PathClient.Reply reply = reply(own("echo?"), "Last-Event-ID", lastEventId);
        JsonObject seen = object(reply);
        if (reply != null && seen != null) {
            echoes.add(new EchoSeen(
                    sentAt,
                    client.millis(),
                    seen.number("at", 0),
                    seen.text("instance", ""),
                    seen.text("protocol", ""),
                    seen.text("remote", ""),
                    seen.text("lastEventId", ""),
                    seen.texts("headers"),
                    reply.headers()));
        }
    }

    /** A whole answer, or null if none comes; errors that a proxy answers are noted. */
    private PathClient.@Nullable Reply reply(String pathAndQuery, String header, String value)
            throws InterruptedException {
        String path = "GET doctor/" + pathAndQuery.substring(0, pathAndQuery.indexOf('?'));
        try {
            PathClient.Reply reply = client.send(client.request(pathAndQuery).header(header, value));
            if (reply.status() >= 500) {
                errors.add(new ErrorSeen(path, reply.status(), client.millis(), reply.headers()));
            }
            return reply;
        } catch (IOException failed) {
            errors.add(new ErrorSeen(path, 0, client.millis(), Map.of()));
            return null;
        }
    }

    private static @Nullable JsonObject object(PathClient.@Nullable Reply reply) {
        try {
            return reply == null || reply.status() != 200 ? null : JsonText.object(reply.body());
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    private List<Future<StreamSeen>> open(ExecutorService threads, List<PlannedStream> planned) {
        List<Future<StreamSeen>> open = new ArrayList<>();
        for (PlannedStream stream : planned) {
            StreamWatch watch = watch(stream);
            open.add(threads.submit(() -> {
                Thread.sleep(stream.startMillis());
                return watch.read();
            }));
        }
        return open;
    }

    private StreamWatch watch(PlannedStream stream) {
        String query = stream.copy() > 0
                ? "ticket=" + ticket + "&n=" + nonce + '-' + stream.name() + '&'
                        + stream.shape().query()
                : own("") + '&' + stream.shape().query();
        return new StreamWatch(client, stream, query);
    }

    private void finish(List<Future<StreamSeen>> open) throws InterruptedException {
        for (Future<StreamSeen> each : open) {
            try {
                finish(each.get());
            } catch (ExecutionException fault) {
                throw new IllegalStateException(fault.getCause());
            }
        }
    }

    private void finish(StreamSeen seen) {
        streams.add(seen);
        if (seen.end() == StreamEnd.REFUSED && seen.status() >= 500) {
            errors.add(new ErrorSeen("GET doctor/probe", seen.status(), seen.endedAt(), seen.headers()));
        }
    }

    /** Leaves a stream, and asks the server whether it has noticed. */
    private @Nullable Departure leave() throws InterruptedException {
        PlannedStream planned = order.plan().leaving();
        StreamSeen left = watch(planned).read();
        streams.add(left);
        if (left.end() != StreamEnd.LEFT) {
            return null;
        }
        double leftAt = left.ticks().get(left.ticks().size() - 1).madeAt();
        double begun = client.millis();
        // Silent, and then ticking: to the end of its ticks.
        double longest = planned.shape().millis() - planned.shape().dueMillis(planned.leaveAfter() - 1);
        while (client.millis() - begun < longest + 2 * POLL_MILLIS) {
            JsonObject fate = object(reply(own("ended?stream=" + left.id() + '&'), "Accept", "application/json"));
            if (fate != null && fate.number("endedAt", -1) >= 0) {
                boolean noticed = !fate.text("reason", "").equals("complete");
                return new Departure(
                        leftAt, planned.shape().silenceMillis(), noticed ? fate.number("endedAt", -1) : -1, longest);
            }
            Thread.sleep(POLL_MILLIS);
        }
        return new Departure(leftAt, planned.shape().silenceMillis(), -1, longest);
    }

    private void tryHeaders() throws InterruptedException {
        for (int bytes : order.plan().headerBytes()) {
            int status = 0;
            int arrived = 0;
            try {
                PathClient.Reply reply =
                        client.send(client.request(own("echo?")).header("Breakwater-Doctor", "x".repeat(bytes)));
                JsonObject seen = object(reply);
                status = reply.status();
                arrived = seen == null ? 0 : seen.integer("largestHeader", 0);
            } catch (IOException refused) {
                // A connection closed in the middle of the header is an answer too.
            }
            headerTries.add(new HeaderTry(bytes, status, arrived));
        }
    }

    private @Nullable ComeBackSeen comeBack() throws InterruptedException {
        PathClient.Reply reply = reply(own("comeback?"), "Accept", "text/event-stream");
        if (reply == null) {
            return null;
        }
        String body = reply.body();
        return new ComeBackSeen(
                reply.status(),
                reply.headers().getOrDefault("content-type", ""),
                body.substring(0, Math.min(body.length(), LONGEST_BODY)));
    }
}
