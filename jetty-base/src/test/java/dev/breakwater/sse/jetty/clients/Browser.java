package dev.breakwater.sse.jetty.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A browser and its tabs, steered over WebDriver BiDi: just what the tests need of it. Thread-safe. */
public final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private final Tab first;

    /**
     * Connects to a browser.
     *
     * @param hasSession whether a session comes with the connection
     */
    Browser(URI bidi, boolean hasSession) throws Exception {
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

    /** Goes to a page in the first tab, and waits for it. */
    void open(URI page) throws Exception {
        first.open(page);
    }

    /** Runs JavaScript in the first tab's page, and returns the text that it comes to. */
    String evaluate(String script) throws Exception {
        return first.evaluate(script);
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
