package dev.breakwater.sse.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigTest {
    private final Map<Setting, String> flags = new HashMap<>();
    private final Properties system = new Properties();
    private final Map<String, String> environment = new HashMap<>();

    private ServerConfig config() throws UsageException {
        return ServerConfig.of(Sources.of(flags, system, environment));
    }

    @Test
    void nothingGiven_servesThisMachineOnlyAndMakesAToken() throws UsageException {
        ServerConfig config = config();

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.data()).isEqualTo(Path.of("breakwater-data").toAbsolutePath());
        assertThat(config.tokenMadeUp()).isTrue();
        assertThat(config.token()).hasSizeGreaterThanOrEqualTo(32).isNotEqualTo(config().token());
    }

    @Test
    void sources_flagsBeforePropertiesBeforeEnvironmentBeforeFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("breakwater.properties");
        Files.writeString(file, "breakwater.port=1\nbreakwater.token=from-the-file\n");
        environment.put("BREAKWATER_CONFIG", file.toString());
        assertThat(config().port()).isEqualTo(1);
        environment.put("BREAKWATER_PORT", "2");
        assertThat(config().port()).isEqualTo(2);
        system.setProperty("breakwater.port", "3");
        assertThat(config().port()).isEqualTo(3);
        flags.put(Setting.PORT, "4");
        assertThat(config().port()).isEqualTo(4);
        assertThat(config().token()).isEqualTo("from-the-file");
        assertThat(config().tokenMadeUp()).isFalse();
    }

    @Test
    void blankValue_isNone() throws UsageException {
        environment.put("BREAKWATER_TOKEN", " ");
        assertThat(config().tokenMadeUp()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "http", "8080.5"})
    void port_outOfRange_isRefused(String port) {
        flags.put(Setting.PORT, port);
        assertThatThrownBy(this::config)
                .isInstanceOf(UsageException.class)
                .hasMessage("port must be 0..65535: \"" + port + '"');
    }

    @Test
    void host_unknown_isRefused() {
        flags.put(Setting.HOST, "no such host");
        assertThatThrownBy(this::config).hasMessageStartingWith("host must be an address or name of this machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space in it", "short", "umlaut-\u00fc-is-no-ascii", "line\nbreak-in-it"})
    void token_thatCannotBeUsed_isRefusedAndNotShown(String token) {
        flags.put(Setting.TOKEN, token);
        assertThatThrownBy(this::config)
                .hasMessage("token must have 8 or more characters, visible ASCII without spaces");
    }

    @Test
    void data_thatCanBeMade_isAccepted(@TempDir Path directory) throws UsageException {
        flags.put(Setting.DATA, directory.resolve("a/b").toString());
        assertThat(config().data()).isEqualTo(directory.resolve("a/b"));
    }

    @Test
    void data_none_isMemory() throws UsageException {
        flags.put(Setting.DATA, "none");
        assertThat(config().data()).isNull();
    }

    @Test
    void data_insideAFile_isRefused(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        for (Path data : new Path[] {file, file.resolve("below")}) {
            flags.put(Setting.DATA, data.toString());
            assertThatThrownBy(this::config)
                    .hasMessageStartingWith("data must be a directory, or a path where one can be made");
        }
    }

    @Test
    void tls_ofNothing_isOff_andOfAPort_isForDevelopment() throws UsageException {
        assertThat(config().tls()).isNull();
        flags.put(Setting.TLS_PORT, "0");
        assertThat(config().tls()).isEqualTo(new TlsConfig(0, null, null));
        assertThat(Setting.TLS_PORT.flag()).isEqualTo("--tls-port");
        assertThat(Setting.TLS_PORT.key()).isEqualTo("breakwater.tls.port");
    }

    @Test
    void tls_ofFiles_hasItsUsualPort(@TempDir Path directory) throws Exception {
        Path certificate = Files.createFile(directory.resolve("certificate.pem"));
        Path key = Files.createFile(directory.resolve("key.pem"));
        environment.put("BREAKWATER_TLS_CERTIFICATE", certificate.toString());
        assertThatThrownBy(this::config).hasMessageStartingWith("tls-certificate and tls-key must be given together");
        environment.put("BREAKWATER_TLS_KEY", key.toString());
        assertThat(config().tls()).isEqualTo(new TlsConfig(8443, certificate, key));
        environment.put("BREAKWATER_TLS_KEY", key + "s");
        assertThatThrownBy(this::config).hasMessageStartingWith("tls-key must be a file that this user can read");
        environment.put("BREAKWATER_TLS_PORT", "https");
        assertThatThrownBy(this::config).hasMessageStartingWith("tls-port must be 0..65535");
    }

    @Test
    void config_unreadable_isRefused(@TempDir Path directory) {
        flags.put(Setting.CONFIG, directory.resolve("missing").toString());
        assertThatThrownBy(this::config).hasMessageStartingWith("config must name a readable properties file");
    }

    @Test
    void toString_keepsTheToken() throws UsageException {
        assertThat(config().toString()).doesNotContain(config().token()).contains("port=8080");
        flags.put(Setting.TOKEN, "very-secret");
        assertThat(config().toString()).doesNotContain("very-secret");
    }
}
