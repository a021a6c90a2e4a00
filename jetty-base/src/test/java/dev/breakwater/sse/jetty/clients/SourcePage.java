package dev.breakwater.sse.jetty.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;

/**
 * A tab with a {@code BreakwaterSource} in it, which counts by topic what comes: numbers that each are one more than the
 * last.
 */
final class SourcePage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String FOLLOW = """
            (async () => {
              const { BreakwaterSource } = await import('/client/breakwater.js');
              const seen = { last: {}, count: 0, faults: [], opens: 0, errors: [], gaps: [], longest: 0, others: [] };
              let at;
              const source = new BreakwaterSource('/events', %s);
              source.onmessage = ({ data, topics: [topic], lastEventId }) => {
                const now = performance.now();
                seen.longest = Math.max(seen.longest, now - (at ?? now));
                at = now;
                seen.count++;
                if (!/^\\d+$/.test(data)) {
                  seen.others.push(/^(.)\\1*$/s.test(data) ? data.length : 'not as it was sent');
                  return;
                }
                if (topic in seen.last && +data !== seen.last[topic] + 1) {
                  seen.faults.push(`${topic}: ${data} after ${seen.last[topic]}, ${lastEventId}`);
                }
                seen.last[topic] = +data;
              };
              source.onopen = () => seen.opens++;
              source.onerror = ({ message, status }) => seen.errors.push(`${status ?? ''} ${message} ${source.readyState}`);
              source.ongap = ({ gap }) => seen.gaps.push(gap.reason);
              Object.assign(window, { source, seen });
              return '';
            })()
            """;

    private final Browser.Tab tab;

    /** Opens a page of the server that has nothing of its own. */
    SourcePage(Browser.Tab tab, URI server) throws Exception {
        this.tab = tab;
        tab.open(server.resolve("client/breakwater.js"));
    }

    /** Subscribes, with options in JavaScript. */
    SourcePage follow(String options) throws Exception {
        tab.evaluate(FOLLOW.formatted(options));
        return this;
    }

    JsonNode seen() throws Exception {
        return JSON.readTree(tab.evaluate("JSON.stringify(window.seen)"));
    }

    /** Up to which number it has come on a topic, -1 if it has none; fails if there was a fault on the way. */
    int last(String topic) throws Exception {
        JsonNode seen = seen();
        if (!seen.path("faults").isEmpty()) {
            throw new AssertionError("lost, repeated or out of order: " + seen);
        }
        return seen.path("last").path(topic).asInt(-1);
    }

    boolean isOpen() throws Exception {
        return tab.evaluate("String(window.source.readyState)").equals("1");
    }

    String evaluate(String script) throws Exception {
        return tab.evaluate(script);
    }

    /** How long a plain request of this page takes, in milliseconds; more than 3,000 if it hangs. */
    double fetchMillis() throws Exception {
        return Double.parseDouble(tab.evaluate("""
                (async () => {
                  const start = performance.now();
                  const slow = new Promise(resolve => setTimeout(resolve, 3001));
                  const abort = new AbortController();
                  await Promise.race([fetch('/health/live?' + Math.random(), { signal: abort.signal }), slow]);
                  const millis = performance.now() - start;
                  abort.abort();
                  return String(millis);
                })()
                """));
    }

    /** See {@link Browser.Tab#offline}. */
    void offline(boolean offline) throws Exception {
        tab.offline(offline);
    }

    /** The process that runs it. */
    ProcessHandle process() throws Exception {
        return tab.process();
    }

    void close() throws Exception {
        tab.close();
    }
}
