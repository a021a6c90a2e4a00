package dev.breakwater.sse.jetty;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How the program serves.
 *
 * @param host the address or name to listen on
 * @param port the port, 0 for any free one
 * @param token what publishers must show
 * @param tokenMadeUp whether nobody chose the token, so that it must be printed
 * @param data where the history is kept, or null if that is in memory
 * @param tls how it serves TLS besides, or null if it does not
 */
record ServerConfig(
        String host,
        int port,
        String token,
        boolean tokenMadeUp,
        @Nullable Path data,
        @Nullable TlsConfig tls) {
    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final String DEFAULT_DATA = "breakwater-data";
    private static final String NO_DATA = "none";
    private static final int DEFAULT_PORT = 8080;
    private static final int LARGEST_PORT = 65_535;
    private static final int TOKEN_BYTES = 24;
    private static final int SHORTEST_TOKEN = 8;

    /**
     * Checks what the sources say.
     *
     * @throws UsageException if a value cannot be used
     */
    static ServerConfig of(Sources sources) throws UsageException {
        String host = sources.find(Setting.HOST);
        String token = sources.find(Setting.TOKEN);
        String data = sources.find(Setting.DATA);
        return new ServerConfig(
                host == null ? DEFAULT_HOST : checkedHost(host),
                port("port", sources.find(Setting.PORT), DEFAULT_PORT),
                token == null ? newToken() : checkedToken(token),
                token == null,
                directory(data == null ? DEFAULT_DATA : data),
                tls(sources));
    }

    private static String checkedHost(String value) throws UsageException {
        try {
            var unused = InetAddress.getByName(value);
            return value;
        } catch (UnknownHostException unknown) {
            throw new UsageException("host must be an address or name of this machine: " + Quoted.text(value));
        }
    }

    private static @Nullable TlsConfig tls(Sources sources) throws UsageException {
        String port = sources.find(Setting.TLS_PORT);
        String certificate = sources.find(Setting.TLS_CERTIFICATE);
        String key = sources.find(Setting.TLS_KEY);
        if (port == null && certificate == null && key == null) {
            return null;
        }
        if ((certificate == null) != (key == null)) {
            throw new UsageException("tls-certificate and tls-key must be given together, or neither of them");
        }
        return new TlsConfig(
                port("tls-port", port, TlsConfig.DEFAULT_PORT),
                certificate == null ? null : readable("tls-certificate", certificate),
                key == null ? null : readable("tls-key", key));
    }

    private static Path readable(String what, String value) throws UsageException {
        try {
            Path file = Path.of(value).toAbsolutePath().normalize();
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                return file;
            }
        } catch (InvalidPathException noPath) {
            // The sentence below says it.
        }
        throw new UsageException(what + " must be a file that this user can read: " + Quoted.text(value));
    }

    private static int port(String what, @Nullable String value, int unlessGiven) throws UsageException {
        if (value == null) {
            return unlessGiven;
        }
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= LARGEST_PORT) {
                return port;
            }
        } catch (NumberFormatException noNumber) {
            // The sentence below says it.
        }
        throw new UsageException(what + " must be 0.." + LARGEST_PORT + ": " + Quoted.text(value));
    }

    /** It travels in a header, and is a secret: the sentence does not show it. */
    private static String checkedToken(String value) throws UsageException {
        if (value.length() < SHORTEST_TOKEN || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new UsageException(
                    "token must have " + SHORTEST_TOKEN + " or more characters, visible ASCII without spaces");
        }
        return value;
    }

    private static @Nullable Path directory(String value) throws UsageException {
        if (value.equals(NO_DATA)) {
            return null;
        }
        Path directory;
        try {
            directory = Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException noPath) {
            throw new UsageException("data must be a directory: " + Quoted.text(value));
        }
        Path existing = directory;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            throw new UsageException(
                    "data must be a directory, or a path where one can be made: " + Quoted.text(value));
        }
        if (!Files.isWritable(existing)) {
            throw new UsageException("data must be a directory that this user may write to: " + Quoted.text(value));
        }
        return directory;
    }

    private static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The token is a secret. */
    @Override
    public String toString() {
        return "ServerConfig[host=" + host + ", port=" + port + ", data=" + data + ", tls=" + tls + ']';
    }
}
