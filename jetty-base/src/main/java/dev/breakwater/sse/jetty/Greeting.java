package dev.breakwater.sse.jetty;

import org.jspecify.annotations.Nullable;

/** What the program says when it serves. */
final class Greeting {
    private Greeting() {}

    static String text(ServerConfig config, int port, int tlsPort, @Nullable String fingerprint) {
        String host = reachable(config.host());
        String url = "http://" + host + ':' + port + '/';
        String token = config.tokenMadeUp() ? config.token() : "$BREAKWATER_TOKEN";
        StringBuilder text = new StringBuilder();
        text.append("Breakwater ")
                .append(Version.ofThisJar())
                .append(" serves ")
                .append(url)
                .append('\n');
        text.append("HTTP/2 without TLS (h2c): on, with prior knowledge or by upgrade\n");
        if (tlsPort >= 0) {
            text.append("HTTP/2 with TLS: https://")
                    .append(host)
                    .append(':')
                    .append(tlsPort)
                    .append("/\n");
        }
        if (fingerprint != null) {
            text.append("its certificate, made for this run, has the fingerprint (SHA-256) ")
                    .append(fingerprint)
                    .append('\n');
        }
        text.append(history(config)).append('\n');
        if (config.tokenMadeUp()) {
            text.append("token, made up for this run: ").append(token).append('\n');
        }
        return text.append("\nsubscribe:\n  curl -N \"")
                .append(url)
                .append("events?topic=hello\"\npublish:\n  curl -H \"Authorization: Bearer ")
                .append(token)
                .append("\" -H \"Content-Type: text/plain\" -d \"hello, world\" \"")
                .append(url)
                .append("events?topic=hello\"\n")
                .toString();
    }

    private static String history(ServerConfig config) {
        return config.data() == null
                ? "history is in memory only, and lost when the server stops"
                : "history is kept in " + config.data();
    }

    /** A host that a client on this machine can connect to. */
    private static String reachable(String host) {
        if (host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]")) {
            return "localhost";
        }
        return host.contains(":") && !host.startsWith("[") ? '[' + host + ']' : host;
    }
}
