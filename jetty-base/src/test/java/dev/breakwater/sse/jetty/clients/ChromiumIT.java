package dev.breakwater.sse.jetty.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.sse.jetty.process.Needs;
import dev.breakwater.sse.jetty.process.Program;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;

/** Chromium's EventSource, by way of chromedriver. */
class ChromiumIT extends BrowserContract {
    private static final String HOW_TO_INSTALL = "install Chromium and its driver (Debian: chromium chromium-driver)";
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Program driver;
    private Browser browser;

    @Override
    void prepare() throws Exception {
        Path chromium = Needs.program(HOW_TO_INSTALL, "chromium", "chromium-browser", "google-chrome");
        Path chromedriver = Needs.program(HOW_TO_INSTALL, "chromedriver");
        driver = Program.start(List.of(chromedriver.toString(), "--port=0"));
        URI url = URI.create("http://127.0.0.1:" + driver.awaitOut(PORT) + "/session");
        HttpRequest request = HttpRequest.newBuilder(url)
                .POST(HttpRequest.BodyPublishers.ofString(newSession(chromium).toString()))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode bidi = JSON.readTree(answer.body()).at("/value/capabilities/webSocketUrl");
        if (!bidi.isTextual()) {
            throw new IllegalStateException("chromedriver gives no session: " + answer.body());
        }
        browser = new Browser(URI.create(bidi.asText()), true);
    }

    private static ObjectNode newSession(Path chromium) {
        ObjectNode session = JSON.createObjectNode();
        ObjectNode wanted = session.putObject("capabilities").putObject("alwaysMatch");
        wanted.put("webSocketUrl", true);
        ObjectNode options = wanted.putObject("goog:chromeOptions").put("binary", chromium.toString());
        // The sandbox does not work for root, which is what containers run tests as.
        List.of(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync")
                .forEach(options.withArray("args")::add);
        return session;
    }

    @Override
    Browser browser() {
        return browser;
    }

    @Override
    Subscriber subscribe(URI server, String topic) throws Exception {
        return new EventSourcePage(browser, server, topic);
    }

    @AfterAll
    void quit() {
        if (browser != null) {
            browser.close();
        }
        if (driver != null) {
            driver.close();
        }
    }
}
