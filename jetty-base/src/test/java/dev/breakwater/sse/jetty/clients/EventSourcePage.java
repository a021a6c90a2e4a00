package dev.breakwater.sse.jetty.clients;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.List;

/** A page of the server's own origin with the browser's EventSource in it. */
final class EventSourcePage implements Subscriber {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Browser browser;

    EventSourcePage(Browser browser, URI server, String topic) throws Exception {
        this.browser = browser;
        browser.open(server);
        browser.evaluate("""
                window.received = [];
                window.sourceOfTest = new EventSource('/events?topic=%s');
                window.sourceOfTest.onmessage = event => window.received.push(event.data);
                ''
                """.formatted(topic));
    }

    @Override
    public List<String> data() throws Exception {
        return List.of(JSON.readValue(browser.evaluate("JSON.stringify(window.received)"), String[].class));
    }

    @Override
    public void close() throws Exception {
        browser.evaluate("window.sourceOfTest.close(); ''");
    }
}
