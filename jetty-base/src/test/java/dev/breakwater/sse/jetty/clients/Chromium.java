package dev.breakwater.sse.jetty.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.sse.jetty.process.Needs;
import dev.breakwater.sse.jetty.process.Program;
import dev.breakwater.sse.jetty.proxies.FreePorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Chromium without a screen, by way of chromedriver. */
public final class Chromium implements AutoCloseable {
    private static final String HOW_TO_INSTALL = "install Chromium and its driver (Debian: chromium chromium-driver)";
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Program driver;
    private final Browser browser;

    private Chromium(Program driver, Browser browser) {
        this.driver = driver;
        this.browser = browser;
    }

    /** Starts it, with more flags; without it the test is skipped, or fails in CI. */
    public static Chromium start(String... flags) throws Exception {
        Path chromium = Needs.program(HOW_TO_INSTALL, "chromium", "chromium-browser", "google-chrome");
        Path chromedriver = Needs.program(HOW_TO_INSTALL, "chromedriver");
        // Left to itself it takes one that is free with IPv6, and gives up if that is not so with IPv4.
        Program driver = Program.start(List.of(chromedriver.toString(), "--port=" + FreePorts.next()));
        URI url = URI.create("http://127.0.0.1:" + driver.awaitOut(PORT) + "/session");
        HttpRequest request = HttpRequest.newBuilder(url)
                .POST(HttpRequest.BodyPublishers.ofString(
                        newSession(chromium, flags).toString()))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode bidi = JSON.readTree(answer.body()).at("/value/capabilities/webSocketUrl");
        if (!bidi.isTextual()) {
            driver.close();
            throw new IllegalStateException("chromedriver gives no session: " + answer.body());
        }
        return new Chromium(driver, new Browser(driver, URI.create(bidi.asText()), true));
    }

    private static ObjectNode newSession(Path chromium, String... flags) {
        ObjectNode session = JSON.createObjectNode();
        ObjectNode wanted = session.putObject("capabilities").putObject("alwaysMatch");
        wanted.put("webSocketUrl", true);
        wanted.put("acceptInsecureCerts", true);
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
        List.of(flags).forEach(options.withArray("args")::add);
        return session;
    }

    /** Flags by which it goes through a forward proxy on this machine, to servers on this machine too. */
    public static String[] throughProxy(int port) {
        return new String[] {"--proxy-server=127.0.0.1:" + port, "--proxy-bypass-list=<-loopback>"};
    }

    /** Its tabs. */
    public Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        driver.close();
    }
}
