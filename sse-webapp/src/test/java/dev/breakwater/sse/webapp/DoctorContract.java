package dev.breakwater.sse.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's side of the doctor, which must hold in every servlet container. */
@Timeout(120)
abstract class DoctorContract {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOKEN = "Authorization: Bearer test-token";
    private static final Pattern TICKET = Pattern.compile("\"ticket\":\"([^\"]+)\"");
    private static final Pattern STREAM = Pattern.compile("\"stream\":\"([^\"]+)\"");

    private WebServer server;

    abstract WebServer newServer();

    private void start(String... settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("breakwater.token", "test-token"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        server.start(all);
    }

    @BeforeEach
    void create() {
        server = newServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Answer get(String pathAndQuery, String... headers) throws IOException {
        return Answer.get(server.port(), pathAndQuery, headers);
    }

    private String ticket() throws IOException {
        Matcher matcher = TICKET.matcher(
                Answer.post(server.port(), "/doctor/ticket", "", TOKEN).body());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private String fate(String ticket, String stream) throws IOException {
        return get("/doctor/ended?ticket=" + ticket + "&stream=" + stream).body();
    }

    @Test
    void ticket_isForThoseWithTheTokenOnly() throws Exception {
        start();

        assertThat(Answer.post(server.port(), "/doctor/ticket", "").status()).isEqualTo(401);
        assertThat(Answer.post(server.port(), "/doctor/ticket", "", "Authorization: Bearer wrong")
                        .status())
                .isEqualTo(403);
        Answer given = Answer.post(server.port(), "/doctor/ticket?silences=1000,2000&total=3000", "", TOKEN);
        assertThat(given.status()).isEqualTo(200);
        assertThat(given.body()).contains("\"heartbeat\":15000", "\"plan\":", "silence=2000");
        assertThat(get("/doctor/ticket").status()).isEqualTo(405);
    }

    @Test
    void probes_withoutATicket_areRefusedInWords() throws Exception {
        start();

        for (String path : List.of("probe", "echo", "ended", "comeback")) {
            Answer refused = get("/doctor/" + path + "?ticket=a.b");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(refused.body()).contains("ticket is missing or has run out");
        }
    }

    @Test
    void doctor_switchedOff_isNotThere() throws Exception {
        start("breakwater.doctor", "off");

        Answer off = Answer.post(server.port(), "/doctor/ticket", "", TOKEN);
        assertThat(off.status()).isEqualTo(404);
        assertThat(off.body()).contains("the doctor is switched off");
        assertThat(get("/doctor").status()).isEqualTo(404);
    }

    @Test
    void doctor_forEverybody_asksForNoToken() throws Exception {
        start("breakwater.doctor", "on");

        assertThat(Answer.post(server.port(), "/doctor/ticket", "").body()).containsPattern(TICKET);
    }

    @Test
    void parameters_thatAreAbsurd_areRefusedInWords() throws Exception {
        start();
        String ticket = ticket();

        Answer refused = get("/doctor/probe?ticket=" + ticket + "&ticks=1000000");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.body()).contains("ticks must be 1..500: 1000000");
        assertThat(Answer.post(server.port(), "/doctor/ticket?silences=1", "", TOKEN)
                        .status())
                .isEqualTo(400);
    }

    /** A container reads all of a form in search of a parameter, and fails on one that is large. */
    @Test
    void forms_areRefusedInWords() throws Exception {
        start();
        String form = "Content-Type: application/x-www-form-urlencoded";

        for (String path : List.of("/doctor/ticket", "/doctor/verdict?ticket=a.b")) {
            Answer refused = Answer.post(server.port(), path, "ticket=a.b", form);
            assertThat(refused.status()).isEqualTo(415);
            assertThat(refused.body()).contains("send JSON or nothing, no form");
        }
    }

    @Test
    void probe_ticksAndEnds_withTheHeadersOfAStream() throws Exception {
        start();
        String ticket = ticket();

        Answer probe = get("/doctor/probe?ticket=" + ticket + "&ticks=3&every=20&silence=100&after=2&pads=0,900,0");

        assertThat(probe.status()).isEqualTo(200);
        assertThat(probe.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(probe.header("Cache-Control")).isEqualTo("no-store, no-transform");
        assertThat(probe.header("X-Accel-Buffering")).isEqualTo("no");
        List<String> blocks = List.of(probe.body().split("\n\n"));
        assertThat(blocks).hasSize(4);
        assertThat(blocks.get(0)).startsWith("retry: 1000\nevent: hello\ndata: {\"stream\":\"");
        assertThat(blocks.get(2)).contains("\"tick\":1").hasSizeGreaterThan(900);
        long before = Long.parseLong(blocks.get(3).replaceAll(".*\"before\":(\\d+).*", "$1"));
        assertThat(before).isEqualTo(probe.body().length() - blocks.get(3).length() - 2);
        String stream = stream(blocks.get(0));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(fate(ticket, stream)).contains("\"reason\":\"complete\""));
    }

    private static String stream(String hello) {
        Matcher matcher = STREAM.matcher(hello);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void client_thatLeaves_isNoticed() throws Exception {
        start();
        String ticket = ticket();
        String stream;
        try (Socket socket = open(ticket)) {
            stream = stream(firstLines(socket));
            assertThat(fate(ticket, stream)).contains("\"open\":true").doesNotContain("endedAt");
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(fate(ticket, stream))
                        .contains("\"open\":false", "\"endedAt\":", "\"reason\":\"client-gone\""));
    }

    private Socket open(String ticket) throws IOException {
        Socket socket = Answer.connect(server.port());
        String request = Answer.head("GET", "/doctor/probe?ticket=" + ticket + "&ticks=500&every=100") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String firstLines(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder lines = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.append(line).append('\n');
            if (line.startsWith("data: ")) {
                break;
            }
        }
        return lines.toString();
    }

    @Test
    void streams_moreThanThereMayBe_areRefusedUntilOneEnds() throws Exception {
        start("breakwater.doctor.streams", "6");
        String ticket = ticket();
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                open.add(open(ticket));
                firstLines(open.get(i));
            }
            Answer refused = get("/doctor/probe?ticket=" + ticket);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("30");
            assertThat(refused.body()).contains("all of the doctor's 6 streams (breakwater.doctor.streams) are in use");
        } finally {
            for (Socket each : open) {
                each.close();
            }
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(get("/doctor/probe?ticket=" + ticket + "&ticks=1")
                                .status())
                        .isEqualTo(200));
    }

    @Test
    void echo_saysWhatArrived() throws Exception {
        start();

        Answer echo = get(
                "/doctor/echo?ticket=" + ticket(),
                "Last-Event-ID: e-1",
                "Via: 1.1 somebody",
                "Cookie: secret=1",
                "X-Large: " + "x".repeat(1_500));

        assertThat(echo.body())
                .contains(
                        "\"protocol\":\"HTTP/1.1\"",
                        "\"lastEventId\":\"e-1\"",
                        "\"Via\":\"1.1 somebody\"",
                        "\"largestHeader\":1500",
                        "\"remote\":\"127.0.0.1 port ")
                .doesNotContain("secret");
    }

    @Test
    void page_isServedAndRunsNoScriptButItsOwn() throws Exception {
        start();

        Answer page = get("/doctor");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'self'");
        assertThat(page.body()).contains("doctor/main.js").doesNotContain("<script>", "onclick");
        for (String file : List.of("main.js", "examination.js", "stream.js", "report.js", "doctor.css")) {
            assertThat(get("/doctor/" + file).status()).as(file).isEqualTo(200);
        }
    }

    @Test
    void verdict_ofMeasurements_isAReport() throws Exception {
        start();
        String url = "/doctor/verdict?ticket=" + ticket();
        String json = "Content-Type: application/json";

        Answer verdict = Answer.post(
                server.port(),
                url,
                "{\"sentLastEventId\":\"e-1\",\"echoes\":[{\"lastEventId\":\"\",\"headers\":{\"server\":\"nginx\"}}]}",
                json);
        assertThat(verdict.status()).isEqualTo(200);
        assertThat(verdict.body()).contains("\"healthy\":false", "\"symptom\":\"id-lost\"", "proxy_set_header");

        assertThat(Answer.post(server.port(), url, "[]", json).body()).contains("measurements: must be a JSON object");
        assertThat(Answer.post(server.port(), url, "{\"echoes\":1}", json).body())
                .contains("echoes must be");
        assertThat(Answer.post(server.port(), url, "{\"url\":\"" + "x".repeat(300_000) + "\"}", json)
                        .status())
                .isEqualTo(413);
        assertThat(Answer.post(server.port(), "/doctor/verdict", "{}", json).status())
                .isEqualTo(403);
        assertThat(get(url).status()).isEqualTo(405);
    }

    @Test
    void comeBack_isTheAnswerThatTellsWhenToComeBack() throws Exception {
        start();

        Answer comeBack = get("/doctor/comeback?ticket=" + ticket());

        assertThat(comeBack.status()).isEqualTo(200);
        assertThat(comeBack.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(comeBack.body()).isEqualTo("retry: 1000\n\n");
    }
}
