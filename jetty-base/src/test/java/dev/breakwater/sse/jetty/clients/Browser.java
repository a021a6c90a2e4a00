package dev.breakwater.sse.jetty.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.sse.jetty.process.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A browser and its tabs, steered over WebDriver BiDi: just what the tests need of it. Thread-safe. */
public final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int AT_ONCE = 4;

    /** Much work, in pieces, for a machine that has other things to do too. */
    private static final String BUSY = """
            (() => {
              const end = performance.now() + 500;
              let sum = 0;
              for (let pieces = 0; pieces < 30 || performance.now() < end; pieces++) {
                for (let i = 0; i < 5_000_000; i++) {
                  sum += i % 7;
                }
              }
              return String(sum);
            })()
            """;

    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Program program;
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private final Tab first;

    /**
     * Connects to a browser.
     *
     * @param program what has started all of its processes
     * @param hasSession whether a session comes with the connection
     */
    Browser(Program program, URI bidi, boolean hasSession) throws Exception {
        // Its tests wait for what a page says some hundred times.
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(LOOK);
        this.program = program;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(bidi, new Listener())
                .get(30, TimeUnit.SECONDS);
        if (!hasSession) {
            ObjectNode wanted = JSON.createObjectNode();
            wanted.putObject("capabilities").putObject("alwaysMatch").put("acceptInsecureCerts", true);
            command("session.new", wanted);
        }
        first = new Tab(command("browsingContext.getTree", JSON.createObjectNode())
                .at("/contexts/0/context")
                .asText());
    }

    /** A further tab, with nothing in it. */
    public Tab newTab() throws Exception {
        return new Tab(command(
                        "browsingContext.create",
                        JSON.createObjectNode().put("type", "tab").put("background", true))
                .path("context")
                .asText());
    }

    /** Does what takes a browser some time for a few tabs at once; returns the results in the order of the tasks. */
    public static <T> List<T> sideBySide(Stream<Callable<? extends T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<T> results = new ArrayList<>();
            for (Future<? extends T> result : tasks.map(threads::submit).toList()) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException failed) {
            // A program that is missing has the test skipped: by this very exception.
            throw failed.getCause() instanceof RuntimeException unchecked ? unchecked : failed;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Goes to a page in the first tab, and waits for it. */
    void open(URI page) throws Exception {
        first.open(page);
    }

    /** Runs JavaScript in the first tab's page, and returns the text that it comes to. */
    String evaluate(String script) throws Exception {
        return first.evaluate(script);
    }

    /** Stops all of its processes where they are, as a machine that sleeps does, or has them go on. */
    void freeze(boolean frozen) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", frozen ? "-STOP" : "-CONT"));
        program.descendants().map(ProcessHandle::pid).map(String::valueOf).forEach(command::add);
        // Some may have ended by now: that is no failure.
        new ProcessBuilder(command).start().waitFor();
    }

    /** A tab. */
    public final class Tab {
        private final String context;

        private Tab(String context) {
            this.context = context;
        }

        /** Goes to a page, and waits for it. */
        public void open(URI page) throws Exception {
            command(
                    "browsingContext.navigate",
                    parameters().put("url", page.toString()).put("wait", "complete"));
        }

        /** Brings it to the front: only there are keys pressed. */
        void activate() throws Exception {
            command("browsingContext.activate", parameters());
        }

        /** Runs JavaScript in the page, and returns the text that it comes to. */
        public String evaluate(String script) throws Exception {
            ObjectNode parameters =
                    JSON.createObjectNode().put("expression", script).put("awaitPromise", true);
            parameters.putObject("target").put("context", context);
            JsonNode result = command("script.evaluate", parameters);
            if (!result.path("type").asText().equals("success")) {
                throw new IllegalStateException("the page failed: " + result);
            }
            return result.at("/result/value").asText();
        }

        /** Presses keys one after the other, as a reader does: what is typed, and keys by their WebDriver characters. */
        void press(String keys) throws Exception {
            ObjectNode parameters = parameters();
            ObjectNode keyboard = parameters.putArray("actions").addObject();
            keyboard.put("type", "key").put("id", "keyboard");
            for (String key : keys.split("")) {
                keyboard.withArray("actions").addObject().put("type", "keyDown").put("value", key);
                keyboard.withArray("actions").addObject().put("type", "keyUp").put("value", key);
            }
            command("input.performActions", parameters);
        }

        /** Has the browser say, and its requests find, that there is no network; connections that are there stay. */
        void offline(boolean offline) throws Exception {
            ObjectNode conditions = JSON.createObjectNode();
            conditions.putArray("contexts").add(context);
            if (offline) {
                conditions.putObject("networkConditions").put("type", "offline");
            } else {
                conditions.putNull("networkConditions");
            }
            command("emulation.setNetworkConditions", conditions);
        }

        /** The process that runs the page: the one that is busy while the page is. */
        ProcessHandle process() throws Exception {
            Map<ProcessHandle, Duration> before = program.descendants()
                    .collect(Collectors.toMap(each -> each, Tab::busy, (one, other) -> one, HashMap::new));
            evaluate(BUSY);
            ToLongFunction<ProcessHandle> spent = each ->
                    busy(each).minus(before.getOrDefault(each, Duration.ZERO)).toMillis();
            return program.descendants()
                    .filter(each -> spent.applyAsLong(each) > 0)
                    .max(Comparator.comparingLong(spent))
                    .orElseThrow();
        }

        private static Duration busy(ProcessHandle process) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }

        /** Closes it. */
        public void close() throws Exception {
            command("browsingContext.close", parameters());
        }

        private ObjectNode parameters() {
            return JSON.createObjectNode().put("context", context);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private JsonNode command(String method, ObjectNode parameters) throws Exception {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
        command.set("params", parameters);
        synchronized (this) {
            socket.sendText(command.toString(), true).get(30, TimeUnit.SECONDS);
        }
        JsonNode message = answer.get(60, TimeUnit.SECONDS);
        if (!message.path("type").asText().equals("success")) {
            throw new IllegalStateException(method + " failed: " + message);
        }
        return message.path("result");
    }

    private final class Listener implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                accept(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void accept(String text) {
            try {
                JsonNode message = JSON.readTree(text);
                CompletableFuture<JsonNode> answer =
                        answers.remove(message.path("id").asInt(-1));
                if (answer != null) {
                    answer.complete(message);
                }
            } catch (IOException malformed) {
                throw new IllegalStateException(malformed);
            }
        }
    }
}
