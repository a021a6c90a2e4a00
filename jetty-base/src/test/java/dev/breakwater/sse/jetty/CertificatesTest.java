package dev.breakwater.sse.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
    @TempDir
    private static Path directory;

    private static KeyStore madeUp;
    private static Path certificate;
    private static Path key;

    /** What a certificate authority and its client would have left there. */
    @BeforeAll
    static void writePem() throws Exception {
        madeUp = Certificates.of(new TlsConfig(0, null, null));
        certificate = pem(
                "certificate",
                "CERTIFICATE",
                madeUp.getCertificate("breakwater").getEncoded());
        key = pem(
                "key",
                "PRIVATE KEY",
                madeUp.getKey("breakwater", Certificates.PASSWORD.toCharArray()).getEncoded());
    }

    private static Path pem(String name, String what, byte[] der) throws IOException {
        String text = "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END "
                + what + "-----\n";
        return Files.writeString(directory.resolve(name + ".pem"), text);
    }

    @Test
    void madeUp_isForThisMachine_andAnotherEachTime() throws Exception {
        X509Certificate made = (X509Certificate) madeUp.getCertificate("breakwater");
        made.checkValidity();
        assertThat(made.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(Certificates.fingerprint(madeUp))
                .matches("([0-9A-F]{2}:){31}[0-9A-F]{2}")
                .isNotEqualTo(Certificates.fingerprint(Certificates.of(new TlsConfig(0, null, null))));
    }

    @Test
    void files_areServed() throws Exception {
        KeyStore read = Certificates.of(new TlsConfig(0, certificate, key));
        assertThat(Certificates.fingerprint(read)).isEqualTo(Certificates.fingerprint(madeUp));
        assertThat(read.getKey("breakwater", Certificates.PASSWORD.toCharArray()))
                .isNotNull();
    }

    @Test
    void chain_thatIsNone_isRefused() throws Exception {
        String one = Files.readString(certificate);
        Path twice = Files.writeString(directory.resolve("twice.pem"), one + "\n" + one);
        assertThatThrownBy(() -> Certificates.of(new TlsConfig(0, twice, key)))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("tls-certificate cannot be served");
    }

    @Test
    void keyOfAnother_isRefused() throws Exception {
        KeyStore other = Certificates.of(new TlsConfig(0, null, null));
        Path theirs = pem(
                "other",
                "PRIVATE KEY",
                other.getKey("breakwater", Certificates.PASSWORD.toCharArray()).getEncoded());
        assertThatThrownBy(() -> Certificates.of(new TlsConfig(0, certificate, theirs)))
                .isInstanceOf(UsageException.class)
                .hasMessage("tls-key must be the key of the first certificate in tls-certificate");
    }

    @Test
    void rubbish_isRefused_inWords() throws Exception {
        Path rubbish = Files.writeString(directory.resolve("rubbish.pem"), "nothing");
        Path encrypted = Files.writeString(
                directory.resolve("encrypted.pem"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        for (Path wrong : List.of(rubbish, encrypted, certificate)) {
            assertThatThrownBy(() -> Certificates.of(new TlsConfig(0, certificate, wrong)))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("tls-key must have a private key without a password");
        }
        for (Path wrong : List.of(rubbish, key)) {
            assertThatThrownBy(() -> Certificates.of(new TlsConfig(0, wrong, key)))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("tls-certificate must have certificates in PEM");
        }
    }
}
