package dev.breakwater.sse.jetty;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the server's certificate comes from: files, or a new one for development. */
final class Certificates {
    /** A key store in memory has a password, but no secret. */
    static final String PASSWORD = "in-memory";

    private static final String ALIAS = "breakwater";
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "Ed25519");
    private static final int DEVELOPMENT_DAYS = 30;
    private static final int LONGEST_KEYTOOL_SECONDS = 60;

    private Certificates() {}

    /**
     * The certificate to serve with.
     *
     * @throws UsageException if the files have none, or not the key of it
     * @throws IOException if no certificate can be made
     */
    static KeyStore of(TlsConfig config) throws UsageException, IOException {
        Path certificate = config.certificate();
        Path key = config.key();
        return certificate == null || key == null ? madeUp() : read(certificate, key);
    }

    /** What a person compares with what a browser shows. */
    static String fingerprint(KeyStore store) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(store.getCertificate(ALIAS).getEncoded());
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    }

    private static KeyStore read(Path certificateFile, Path keyFile) throws UsageException, IOException {
        Certificate[] chain = chain(certificateFile);
        PrivateKey key = key(keyFile);
        if (!belongTogether(key, chain[0].getPublicKey())) {
            throw new UsageException("tls-key must be the key of the first certificate in tls-certificate");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), chain);
            return store;
        } catch (GeneralSecurityException refused) {
            throw new UsageException("tls-certificate cannot be served: " + refused.getMessage());
        }
    }

    private static Certificate[] chain(Path file) throws UsageException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (!chain.isEmpty()) {
                return chain.toArray(new Certificate[0]);
            }
        } catch (GeneralSecurityException unreadable) {
            // The sentence below says it.
        }
        throw new UsageException("tls-certificate must have certificates in PEM: " + Quoted.text(file.toString()));
    }

    private static PrivateKey key(Path file) throws UsageException, IOException {
        Matcher pem = KEY.matcher(Files.readString(file));
        if (pem.find()) {
            PKCS8EncodedKeySpec encoded =
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
            for (String algorithm : KEY_ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
                } catch (GeneralSecurityException another) {
                    // It is of another kind.
                }
            }
        }
        throw new UsageException("tls-key must have a private key without a password, as 'openssl pkcs8 -topk8 -nocrypt"
                + " -in KEY' writes it: " + Quoted.text(file.toString()));
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            return signature.verify(signed);
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }

    /** For this machine's own names, by the JDK's own tool: its library cannot make certificates. */
    private static KeyStore madeUp() throws IOException {
        Path directory = Files.createTempDirectory("breakwater-tls");
        Path file = directory.resolve("keystore.p12");
        try {
            run(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=localhost, O=Breakwater for development",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1",
                    "-validity",
                    Integer.toString(DEVELOPMENT_DAYS),
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD));
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            return store;
        } catch (GeneralSecurityException unreadable) {
            throw new IOException("the certificate that keytool has made cannot be read", unreadable);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(LONGEST_KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(
                        "keytool cannot make a certificate for development: give tls-certificate and tls-key");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while a certificate was made", stopping);
        } finally {
            process.destroyForcibly();
        }
    }
}
