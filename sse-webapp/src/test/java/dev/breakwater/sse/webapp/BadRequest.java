package dev.breakwater.sse.webapp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A request that must be refused, and how. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BadRequest(String request, byte[] body, int status, String sentence) {
    private static final String TOKEN = "Authorization: Bearer test-token";
    private static final String NDJSON = "Content-Type: application/x-ndjson";

    @Override
    public String toString() {
        String line = request.substring(0, request.indexOf("\r\n"));
        return status + " " + line.substring(0, Math.min(line.length(), 80)) + ": " + sentence;
    }

    static Stream<BadRequest> all() {
        return Stream.of(subscriptions(), publications(), batches(), others()).flatMap(List::stream);
    }

    private static List<BadRequest> subscriptions() {
        List<BadRequest> bad = new ArrayList<>();
        bad.add(get("", 400, "name what to subscribe to"));
        bad.add(get("?topic=", 400, "topic pattern must not be empty"));
        bad.add(get("?topic=a//b", 400, "no empty segment"));
        bad.add(get("?topic=/a", 400, "no empty segment"));
        bad.add(get("?topic=a*b", 400, "only as a whole segment"));
        bad.add(get("?topic=**/a", 400, "only as its last segment"));
        bad.add(get("?topic=a%20b", 400, "no white space"));
        bad.add(get("?topic=a%0d%0aSet-Cookie:%20x=1", 400, "control characters"));
        bad.add(get("?topic=a%00", 400, "control characters"));
        bad.add(get("?topic=" + "x".repeat(257), 400, "at most 256 characters: 257"));
        bad.add(get("?" + numbered("topic=", 65, "&"), 400, "1..64 topics: 65"));
        bad.add(get("?topic=a&tpoic=b", 400, "unknown query parameter 'tpoic': use topic"));
        bad.add(get("?topic=a&%0d%0a%3Cb%3E=1", 400, "unknown query parameter '\\\\u000d\\\\u000a<b>'"));
        bad.add(get("?topic=a&from=now", 400, "from must be 'earliest', 'latest' or 'snapshot': 'now'"));
        bad.add(get("?topic=a&from=latest&from=latest", 400, "'from' must be given once"));
        bad.add(get("?topic=a&last=0", 400, "last must be 1..1000000: 0"));
        bad.add(get("?topic=a&last=-5", 400, "last must be 1..1000000: -5"));
        bad.add(get("?topic=a&last=", 400, "last must be a number"));
        bad.add(get("?topic=a&last=1e3", 400, "last must be a number, 1..1000000: '1e3'"));
        bad.add(get("?topic=a&last=99999999999999999999", 400, "last must be a number"));
        bad.add(get("?topic=a&last=1&from=earliest", 400, "one start position"));
        bad.add(get("?topic=a&last=1&lastEventId=x", 400, "one start position"));
        bad.add(get("?topic=a&slow=maybe", 400, "slow must be one of 'disconnect', 'skip', 'conflate': 'maybe'"));
        bad.add(get("?topic=a&heartbeat=yes", 400, "heartbeat must be 'comment' or 'event': 'yes'"));
        bad.add(get("?topic=a&padding=16385", 400, "padding must be a number of bytes, 0..16384: '16385'"));
        bad.add(get("?topic=%zz", 400, "two hexadecimal digits after '%'"));
        bad.add(get("?topic=a%", 400, "two hexadecimal digits after '%'"));
        bad.add(get("?topic=%ff", 400, "query must be UTF-8"));
        bad.add(get("?topic=%c3%28", 400, "query must be UTF-8"));
        bad.add(get("?topic=%ed%a0%80", 400, "query must be UTF-8"));
        bad.add(get("?topic=a", 406, "Accept must include", "Accept: text/html"));
        bad.add(get("?topic=a", 400, "malformed", "Accept: ;;;"));
        return bad;
    }

    private static List<BadRequest> publications() {
        List<BadRequest> bad = new ArrayList<>();
        bad.add(post("?topic=a", "x", 401, "this needs a token", "Content-Type: text/plain"));
        bad.add(post("?topic=a", "x", 401, "this needs a token", "Authorization: Basic dGVzdC10b2tlbg=="));
        bad.add(post("?topic=a", "x", 401, "this needs a token", "Authorization: test-token"));
        bad.add(post("?topic=a", "x", 403, "not this server's", "Authorization: Bearer wrong"));
        bad.add(post("?topic=a", "x", 401, "this needs a token", "Authorization: Bearer "));
        bad.add(post("?topic=a", "x", 403, "not this server's", "Authorization: Bearer test-token2"));
        bad.add(post("?topic=a", "x", 403, "not this server's", TOKEN, TOKEN));
        bad.add(post("", "x", 400, "name what to publish to", TOKEN));
        bad.add(post("?topic=a/*", "x", 400, "without '*'", TOKEN));
        bad.add(post("?topic=a&topic=a", "x", 400, "each topic once", TOKEN));
        bad.add(post("?" + numbered("topic=", 17, "&"), "x", 400, "1..16 topics: 17", TOKEN));
        bad.add(post("?topic=a&event=open", "x", 400, "must not be 'open' or 'error'", TOKEN));
        bad.add(post("?topic=a&event=breakwater.gap", "x", 400, "must not start with 'breakwater.'", TOKEN));
        bad.add(post("?topic=a&event=", "x", 400, "event name must have 1..255 characters: 0", TOKEN));
        bad.add(post("?topic=a&event=x%0d%0adata:%20evil", "x", 400, "no CR, LF or NUL", TOKEN));
        bad.add(post("?topic=a&event=x%0aid:%201", "x", 400, "no CR, LF or NUL", TOKEN));
        bad.add(post("?topic=a&key=" + "k".repeat(256), "x", 400, "event key must have 1..255", TOKEN));
        bad.add(post("?topic=a&pace=maybe", "x", 400, "pace must be 'true' or 'false'", TOKEN));
        bad.add(post("?topic=a&from=latest", "x", 400, "unknown query parameter 'from'", TOKEN));
        bad.add(post("?topic=a", "x", 415, "charset 'klingon'", TOKEN, "Content-Type: text/plain; charset=klingon"));
        bad.add(post("?topic=a", "x", 415, "Content-Encoding 'gzip'", TOKEN, "Content-Encoding: gzip"));
        bad.add(post("?topic=a", "x", 415, "not as multipart", TOKEN, "Content-Type: multipart/form-data; boundary=b"));
        bad.add(post("?topic=a", "x", 400, "malformed", TOKEN, "Content-Type: nonsense"));
        bad.add(post("?topic=a", "x".repeat(65_537), 413, "at most 65536 bytes", TOKEN));
        bad.add(post("?topic=a", "x".repeat(65_536), 413, "at most 65536 bytes as encoded", TOKEN));
        byte[] noUtf8 = {'a', (byte) 0xC3, '('};
        bad.add(post("?topic=a", noUtf8, 400, "body must be text in UTF-8", TOKEN));
        bad.add(post(
                "?topic=a",
                noUtf8,
                400,
                "body must be text in US-ASCII",
                TOKEN,
                "Content-Type: a/b; charset=us-ascii"));
        return bad;
    }

    private static List<BadRequest> batches() {
        List<BadRequest> bad = new ArrayList<>();
        bad.add(batch("", 400, "one event or more"));
        bad.add(batch("\n  \n", 400, "one event or more"));
        bad.add(batch("hello", 400, "line 1: malformed JSON"));
        bad.add(batch("{\"data\":1}\n{\"data\":", 400, "line 2: malformed JSON"));
        bad.add(batch("\n\n[1]", 400, "line 3: must be a JSON object"));
        bad.add(batch("{\"data\":1} {\"data\":2}", 400, "line 1: must be one JSON object and nothing else"));
        bad.add(batch("{\"event\":\"x\"}", 400, "line 1: must have the field 'data'"));
        bad.add(batch("{\"data\":1,\"dat\":2}", 400, "line 1: unknown field 'dat': use data, event, key, topic"));
        bad.add(batch("{\"data\":1,\"data\":2}", 400, "line 1: must have the field 'data' once"));
        bad.add(batch("{\"data\":1,\"event\":2}", 400, "line 1: field 'event' must be a string"));
        bad.add(batch("{\"data\":1,\"topic\":[1]}", 400, "line 1: field 'topic' must be a string"));
        bad.add(batch("{\"data\":1,\"topic\":[]}", 400, "line 1: name what to publish to"));
        bad.add(batch("{\"data\":1,\"topic\":\"a//b\"}", 400, "line 1: topic must have no empty segment"));
        bad.add(batch("{\"data\":1,\"event\":\"x\\ny\"}", 400, "line 1: event name must have no CR, LF or NUL"));
        bad.add(batch("{\"data\":" + "[".repeat(1_100) + "}", 400, "line 1: JSON is nested too deeply"));
        bad.add(batch(
                "{\"data\":1}\n{\"data\":\"" + "x".repeat(65_536) + "\"}", 413, "line 2: event must have at most"));
        bad.add(batch("{\"data\":1}\n".repeat(10_001), 400, "at most 10000 events"));
        bad.add(batch(" ".repeat(4 * 65_536 + 1), 413, "at most 262144 bytes"));
        return bad;
    }

    private static List<BadRequest> others() {
        List<BadRequest> bad = new ArrayList<>();
        bad.add(other("PUT", "/events?topic=a", 405, "use one of the methods of this path"));
        bad.add(other("DELETE", "/events?topic=a", 405, "use one of the methods of this path"));
        bad.add(other("PATCH", "/events", 405, "use one of the methods of this path"));
        bad.add(other("POST", "/metrics", 405, "use one of the methods of this path"));
        bad.add(other("GET", "/events/other?topic=a", 404, "nothing at this path"));
        bad.add(other("GET", "/health", 404, "nothing at this path"));
        bad.add(other("GET", "/application.wadl", 404, "nothing at this path"));
        bad.add(other("GET", "/nothing", 404, "nothing at this path"));
        return bad;
    }

    private static BadRequest get(String query, int status, String sentence, String... headers) {
        return new BadRequest(Answer.head("GET", "/events" + query, headers) + "\r\n", new byte[0], status, sentence);
    }

    private static BadRequest post(String query, String body, int status, String sentence, String... headers) {
        return post(query, body.getBytes(StandardCharsets.UTF_8), status, sentence, headers);
    }

    private static BadRequest post(String query, byte[] body, int status, String sentence, String... headers) {
        String head = Answer.head("POST", "/events" + query, headers);
        return new BadRequest(head + "Content-Length: " + body.length + "\r\n\r\n", body, status, sentence);
    }

    private static BadRequest batch(String body, int status, String sentence) {
        return post("?topic=a", body, status, sentence, TOKEN, NDJSON);
    }

    private static BadRequest other(String method, String path, int status, String sentence) {
        return new BadRequest(Answer.head(method, path) + "Content-Length: 0\r\n\r\n", new byte[0], status, sentence);
    }

    private static String numbered(String prefix, int count, String separator) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.joining(separator));
    }
}
