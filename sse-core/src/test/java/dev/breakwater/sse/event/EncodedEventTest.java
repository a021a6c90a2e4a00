package dev.breakwater.sse.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.breakwater.sse.event.EventStreamParser.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedEventTest {
    private static final byte[] EPOCH = "k3x9".getBytes(StandardCharsets.US_ASCII);
    private static final int ROUNDS = 20_000;

    @Test
    void event_isWrittenAsNameThenDataThenId() {
        assertThat(text(SseEvent.of("t", "hello").withName("greeting"), 42))
                .isEqualTo("event: greeting\ndata: hello\nid: k3x9-42\n\n");
    }

    @Test
    void eventWithoutName_hasNoEventLine() {
        assertThat(text(SseEvent.of("t", "hello"), 1)).isEqualTo("data: hello\nid: k3x9-1\n\n");
    }

    @Test
    void topicsAndKey_areNotOnTheWire() {
        assertThat(text(new SseEvent(List.of("a", "b"), "x", null, "k"), 1)).isEqualTo("data: x\nid: k3x9-1\n\n");
    }

    // Data arrives as it was given, but for its line ends.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "",
                " leading space",
                "  two",
                "\ttab",
                "trailing space ",
                ":colon first",
                ": colon and space",
                "data: nested",
                "id: 7",
                "retry: 0",
                "event: close",
                "\uFEFFmark first",
                "\uFEFF",
                "nul\0inside",
                "\0",
                "two\nlines",
                "\n",
                "\n\n\n",
                "\nleading line end",
                "trailing line end\n",
                "trailing line ends\n\n",
                "\n\n: not a comment\n\ndata: not another event\n\n",
                "ünï ©ode €",
                "astral \uD83D\uDE00 \uD834\uDD1E",
                "\u2028 and \u2029 and \u0085 are no line ends",
                "\u000B\u000C\u001C\u001D\u001E are none either"
            })
    void data_arrivesAsGiven(String data) {
        assertThat(received(SseEvent.of("t", data), 7)).isEqualTo(new Message("message", data, "k3x9-7"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a\\rb,         a\\nb
            a\\r\\nb,      a\\nb
            a\\n\\rb,      a\\n\\nb
            a\\r\\rb,      a\\n\\nb
            a\\r\\r\\nb,   a\\n\\nb
            a\\r\\n\\r\\nb,a\\n\\nb
            a\\r\\n\\nb,   a\\n\\nb
            \\r,           \\n
            \\r\\n,        \\n
            a\\r,          a\\n
            a\\r\\n,       a\\n
            \\ra,          \\na
            """)
    void lineEndsOfAllThreeKinds_arriveAsLineFeeds(String given, String arrives) {
        assertThat(received(SseEvent.of("t", unescaped(given)), 1).data()).isEqualTo(unescaped(arrives));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            D800,           FFFD
            DC00,           FFFD
            0061 D83D,      0061 FFFD
            DE00 0061,      FFFD 0061
            D83D D83D DE00, FFFD D83D DE00
            D83D DE00 DE00, D83D DE00 FFFD
            DE00 D83D,      FFFD FFFD
            D83D 000A DE00, FFFD 000A FFFD
            """)
    void unpairedSurrogates_arriveAsReplacementCharacters(String given, String arrives) {
        assertThat(received(SseEvent.of("t", ofUnits(given)), 1).data()).isEqualTo(ofUnits(arrives));
    }

    @Test
    void unpairedSurrogatesInName_arriveAsReplacementCharacters() {
        assertThat(received(SseEvent.of("t", "x").withName("a\uD800b\uDC00"), 1).type())
                .isEqualTo("a\uFFFDb\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(strings = {" leading space", "a:b", ":", "ünï\uD83D\uDE00", "\uFEFF", "data", "nul-free\tand tab"})
    void name_arrivesAsGiven(String name) {
        assertThat(received(SseEvent.of("t", "x").withName(name), 1)).isEqualTo(new Message(name, "x", "k3x9-1"));
    }

    @Test
    void megabyteInOneLine_arrivesAsGiven() {
        String data = "0123456789abcdef".repeat(1 << 16);
        assertThat(received(SseEvent.of("t", data), 1).data()).isEqualTo(data);
    }

    @Test
    void megabyteOfLineEnds_arrivesAsGiven() {
        String data = "\n".repeat(1 << 20);
        assertThat(received(SseEvent.of("t", data), 1).data()).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 999_999_999, 1_000_000_000, Long.MAX_VALUE - 1, Long.MAX_VALUE})
    void position_isWrittenInDecimal(long position) {
        Message message = received(SseEvent.of("t", "x"), position);
        assertThat(message.lastEventId()).isEqualTo("k3x9-" + position);
        assertThat(EventId.parse(message.lastEventId())).isEqualTo(new EventId("k3x9", position));
    }

    @Test
    void longestEpochAndPosition_haveRoom() {
        EncodedEvent event = EncodedEvent.of(SseEvent.of("t", "\n\r\n\r"));
        event.seal("abcdefghij0123456789".getBytes(StandardCharsets.US_ASCII), Long.MAX_VALUE);
        assertThat(messages(event))
                .containsExactly(new Message("message", "\n\n\n", "abcdefghij0123456789-" + Long.MAX_VALUE));
    }

    @Test
    void sealing_twice_isRefused() {
        EncodedEvent event = EncodedEvent.of(SseEvent.of("t", "x"));
        event.seal(EPOCH, 1);
        assertThatIllegalStateException().isThrownBy(() -> event.seal(EPOCH, 2));
        assertThat(messages(event)).containsExactly(new Message("message", "x", "k3x9-1"));
    }

    @Test
    void lengthBeforeSealing_countsAllButTheId() {
        assertThat(EncodedEvent.of(SseEvent.of("t", "hello").withName("n")).length())
                .isEqualTo("event: n\ndata: hello\n".length());
    }

    /** Streams of random events, made of what is special to the format, come back as they were. */
    @Test
    void randomStreams_comeBackAsGiven() {
        SplittableRandom random = new SplittableRandom(20_260_101);
        for (int round = 0; round < ROUNDS; round++) {
            SseEvent event = SseEvent.of("t", randomText(random, 12));
            String name = randomText(random, 6).replaceAll("[\r\n\0]", "");
            if (!name.isEmpty() && !name.startsWith("breakwater.")) {
                event = event.withName(name);
            }
            long position = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
            Message expected = new Message(
                    event.name() == null ? "message" : wellFormed(event.name()),
                    wellFormed(event.data()).replaceAll("\r\n?", "\n"),
                    "k3x9-" + position);
            assertThat(received(event, position)).as("round %d", round).isEqualTo(expected);
        }
    }

    private static String randomText(SplittableRandom random, int most) {
        String[] pieces = {
            "\r",
            "\n",
            "\r\n",
            ":",
            " ",
            "data",
            "data: ",
            "id: 1",
            "event",
            "retry: 1",
            "\0",
            "\uFEFF",
            "a",
            "é",
            "\u20AC",
            "\uD83D\uDE00",
            "\uD83D",
            "\uDE00",
            "\u2028",
            "\u0085"
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    /** USVString conversion as Web IDL has it, by code points and so unlike the encoder. */
    private static String wellFormed(String text) {
        StringBuilder converted = new StringBuilder();
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(converted::appendCodePoint);
        return converted.toString();
    }

    private static Message received(SseEvent event, long position) {
        EncodedEvent encoded = EncodedEvent.of(event);
        encoded.seal(EPOCH, position);
        List<Message> messages = messages(encoded);
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    /** Between two other events, so that what leaks out of one block would be seen in the next. */
    private static List<Message> messages(EncodedEvent event) {
        String before = "retry: 1000\n\ndata: before\n\n";
        String after = "data: after\n\n";
        List<Message> messages =
                EventStreamParser.parse(before + text(event) + after).messages();
        assertThat(messages).hasSizeGreaterThan(1);
        assertThat(messages.get(0).data()).isEqualTo("before");
        assertThat(messages.get(messages.size() - 1).data()).isEqualTo("after");
        return messages.subList(1, messages.size() - 1);
    }

    private static String text(SseEvent event, long position) {
        EncodedEvent encoded = EncodedEvent.of(event);
        encoded.seal(EPOCH, position);
        return text(encoded);
    }

    private static String text(EncodedEvent event) {
        return new String(Arrays.copyOf(event.frame(), event.length()), StandardCharsets.UTF_8);
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }

    private static String ofUnits(String hex) {
        StringBuilder text = new StringBuilder();
        for (String unit : hex.split(" ")) {
            text.append((char) Integer.parseInt(unit, 16));
        }
        return text.toString();
    }
}
