package dev.breakwater.sse.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final String PROXY = "10.0.0.1";
    private static final ClientAddress BEHIND_PROXIES =
            ClientAddress.trusting(List.of("10.0.0.0/8", "2001:db8:ffff::/48", "192.0.2.7"));

    private static HttpServletRequest request(String peer, Map<String, List<String>> headers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                ClientAddressTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> peer;
                    case "getHeaders" ->
                        Collections.enumeration(headers.getOrDefault((String) arguments[0], List.of()));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static String plain(String peer, String... fields) {
        return BEHIND_PROXIES.of(request(peer, Map.of("X-Forwarded-For", List.of(fields))));
    }

    private static String forwarded(String peer, String... fields) {
        return BEHIND_PROXIES.of(request(peer, Map.of("Forwarded", List.of(fields))));
    }

    @Test
    void header_fromAnUntrustedPeer_isIgnored() {
        assertThat(plain("198.51.100.9", "203.0.113.5")).isEqualTo("198.51.100.9");
        assertThat(forwarded("198.51.100.9", "for=203.0.113.5")).isEqualTo("198.51.100.9");
        assertThat(ClientAddress.trusting(List.of())
                        .of(request(PROXY, Map.of("X-Forwarded-For", List.of("203.0.113.5")))))
                .isEqualTo(PROXY);
    }

    /** What the client itself has written is to the left of what the proxy has added. */
    @Test
    void header_isReadFromTheRight_upToTheFirstAddressThatIsNoProxys() {
        assertThat(plain(PROXY, "203.0.113.5")).isEqualTo("203.0.113.5");
        assertThat(plain(PROXY, "1.1.1.1, 203.0.113.5, 10.9.9.9,192.0.2.7")).isEqualTo("203.0.113.5");
        assertThat(plain(PROXY, "1.1.1.1", "203.0.113.5")).isEqualTo("203.0.113.5");
        assertThat(forwarded(PROXY, "for=1.1.1.1, for=203.0.113.5;proto=https, for=10.9.9.9"))
                .isEqualTo("203.0.113.5");
        assertThat(plain(PROXY, "10.1.1.1, 10.2.2.2")).as("proxies only").isEqualTo("10.1.1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "_hidden",
                "",
                "example.com",
                "203.0.113.5:x",
                "203.0.113",
                "203.0.113.256",
                "0x7f.0.0.1",
                "010.0.0.1",
                "[203.0.113.5]",
                "[2001:db8::1",
                "2001:db8::1::2",
                "2001:db8:1:2:3:4:5:6:7",
                "::ffff:1.2.3",
                "203.0.113.5/24",
                "1.1.1.1 203.0.113.5",
                "\u0661.1.1.1",
                "[fe80::1%eth0]",
                "203.0.113.5:123456",
                "12345::",
                ":",
                ":::"
            })
    void hop_thatIsNoAddress_countsTheClientAsTheProxyThatWroteIt(String nonsense) {
        assertThat(plain(PROXY, "203.0.113.5, " + nonsense)).isEqualTo(PROXY);
        assertThat(plain(PROXY, "203.0.113.5, " + nonsense + ", 10.9.9.9")).isEqualTo("10.9.9.9");
        assertThat(forwarded(PROXY, "for=203.0.113.5, for=\"" + nonsense + "\""))
                .isEqualTo(PROXY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=203.0.113.5 | 203.0.113.5",
                "FOR=\"203.0.113.5:4711\" | 203.0.113.5",
                "for=\"203.0.113.5:_port\" | 203.0.113.5",
                "for=\"[2001:db8:1:2:3::9]:4711\" | 2001:db8:1:2:0:0:0:0/64",
                "for=\"[2001:db8:1:2:3::9]\" | 2001:db8:1:2:0:0:0:0/64",
                "proto=https;by=1.1.1.1;for=203.0.113.5 | 203.0.113.5",
                "for=\"a,b;for=1.1.1.1\", for=203.0.113.5 | 203.0.113.5",
                "for=203.0.113.5, for=\"1.1.1.1 | 10.0.0.1",
                "for=203.0.113.5;for=1.1.1.1 | 10.0.0.1",
                "for=203.0.113.5, by=1.1.1.1 | 10.0.0.1",
                "for=203.0.113.5, | 10.0.0.1"
            })
    void forwarded_inEachForm_isReadByTheStandard(String header, String address) {
        assertThat(forwarded(PROXY, header)).isEqualTo(address);
    }

    /** Somebody who controls one of two headers must not get to choose which one counts for a proxy that writes one. */
    @Test
    void forwarded_goesBeforeXForwardedFor() {
        assertThat(BEHIND_PROXIES.of(request(
                        PROXY, Map.of("Forwarded", List.of("for=203.0.113.5"), "X-Forwarded-For", List.of("1.1.1.1")))))
                .isEqualTo("203.0.113.5");
    }

    @Test
    void addressOfIpv6_isCountedByItsNetwork_andMappedIpv4AsIpv4() {
        assertThat(plain("2001:db8:1:2:3:4:5:6")).isEqualTo(plain("2001:db8:1:2:ffff::1"));
        assertThat(plain("2001:db8:1:3::1")).isNotEqualTo(plain("2001:db8:1:2::1"));
        assertThat(plain("::ffff:198.51.100.9")).isEqualTo("198.51.100.9");
        assertThat(plain("::ffff:c633:6409")).isEqualTo("198.51.100.9");
        assertThat(plain("::ffff:10.0.0.1", "203.0.113.5"))
                .as("a proxy in other clothes")
                .isEqualTo("203.0.113.5");
        assertThat(plain("2001:db8:ffff::1", "2001:db8:1:2::7")).isEqualTo("2001:db8:1:2:0:0:0:0/64");
        assertThat(plain("fe80::1%eth0")).isEqualTo("fe80:0:0:0:0:0:0:0/64");
        assertThat(plain("[203.0.113.5")).as("what no container says").isEqualTo("[203.0.113.5");
    }

    @Test
    void header_ofAnySize_isReadInBoundedTimeAndFromItsEnd() {
        String megabyte = "1.1.1.1, ".repeat(120_000);

        long begin = System.nanoTime();
        assertThat(plain(PROXY, megabyte + "203.0.113.5")).isEqualTo("203.0.113.5");
        assertThat(forwarded(PROXY, "for=1.1.1.1,".repeat(90_000) + "for=203.0.113.5"))
                .isEqualTo("203.0.113.5");
        assertThat(plain(PROXY, "10.1.1.1,".repeat(100_000) + "10.0.0.2"))
                .as("more hops than anybody has")
                .startsWith("10.");
        assertThat(forwarded(PROXY, "\"".repeat(100_000))).isEqualTo(PROXY);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8", "proxy.example.com", "10/8"})
    void trustedProxy_thatIsNoNetwork_isRefused(String network) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientAddress.trusting(List.of(network)))
                .withMessage("trusted proxy must be an address or a network, 10.0.0.0/8 or 2001:db8::/32");
    }

    @Test
    void trustedProxy_withBitsBehindItsPrefix_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientAddress.trusting(List.of("10.0.0.1/8")))
                .withMessage("trusted proxy has bits behind its prefix: write 10.0.0.0/8");
    }
}
