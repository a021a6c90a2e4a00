package dev.breakwater.sse.jetty.proxies;

import dev.breakwater.sse.jetty.process.Needs;
import dev.breakwater.sse.jetty.process.Program;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for this machine that nobody has signed, made by openssl.
 *
 * @param certificate a file, PEM
 * @param key the file of its key, PEM
 * @param both a file with both
 */
record Certificate(Path certificate, Path key, Path both) {
    private static final String READABLE_BY_ALL = "rw-r--r--";

    static Certificate create(Path directory) throws Exception {
        Path openssl = Needs.program("install openssl", "openssl");
        Certificate made = new Certificate(
                directory.resolve("certificate.pem"), directory.resolve("key.pem"), directory.resolve("both.pem"));
        List<String> command = List.of(
                openssl.toString(),
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout",
                made.key.toString(),
                "-out",
                made.certificate.toString());
        try (Program program = Program.start(command)) {
            if (program.awaitExit() != 0) {
                throw new IllegalStateException("openssl makes no certificate: " + program.err());
            }
        }
        Files.copy(made.certificate, made.both, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(made.both, Files.readString(made.key), java.nio.file.StandardOpenOption.APPEND);
        Files.setPosixFilePermissions(made.key, PosixFilePermissions.fromString(READABLE_BY_ALL));
        return made;
    }

    /** Trusts this certificate, and no other. */
    SSLContext trust() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "proxy", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
