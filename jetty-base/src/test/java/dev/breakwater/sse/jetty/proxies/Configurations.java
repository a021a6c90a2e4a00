package dev.breakwater.sse.jetty.proxies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The configurations that the documentation shows: here they are run. */
public final class Configurations {
    private static final Path DIRECTORY = Path.of("..", "docs", "deployment", "configurations");

    private Configurations() {}

    /** The documentation's configuration of a proxy, with the ports and files of one run in it. */
    public static String documented(ProxyProgram program) throws IOException {
        String text = read(file(program));
        return switch (program) {
            case NGINX ->
                replaced(
                        text,
                        Map.of(
                                "listen 80;", "listen 127.0.0.1:@port@;",
                                "listen 443 ", "listen 127.0.0.1:@tlsPort@ ",
                                "/etc/ssl/breakwater/certificate.pem", "@certificate@",
                                "/etc/ssl/breakwater/key.pem", "@key@",
                                "127.0.0.1:8080", "@origin@"));
            case HAPROXY ->
                replaced(
                        text,
                        Map.of(
                                "bind :80", "bind 127.0.0.1:@port@",
                                "bind :443 ", "bind 127.0.0.1:@tlsPort@ ",
                                "/etc/ssl/breakwater/both.pem", "@both@",
                                "127.0.0.1:8080", "@origin@"));
            case APACHE ->
                replaced(
                        text,
                        Map.of(
                                "*:443>", "*:@tlsPort@>",
                                "/etc/ssl/breakwater/certificate.pem", "@certificate@",
                                "/etc/ssl/breakwater/key.pem", "@key@",
                                "/etc/apache2/breakwater/come-back", "@directory@/come-back",
                                "127.0.0.1:8080", "@origin@"));
            case CADDY ->
                replaced(
                        text,
                        Map.of(
                                ":80 {", ":@port@ {",
                                ":443 {", ":@tlsPort@ {",
                                "/etc/ssl/breakwater/certificate.pem", "@certificate@",
                                "/etc/ssl/breakwater/key.pem", "@key@",
                                "127.0.0.1:8080", "@origin@"));
            case VARNISH -> replaced(text, Map.of("\"127.0.0.1\"", "\"@originHost@\"", "\"8080\"", "\"@originPort@\""));
            case SQUID -> text + ProxyProgram.SQUID.defaultConfiguration();
        };
    }

    /** The answer that Apache gives from a file. */
    static String apacheComeBack() throws IOException {
        return read(DIRECTORY.resolve("apache-come-back"));
    }

    /** The same configuration, default or documented, with an idle timeout that can be waited for; Caddy has none. */
    static String impatient(ProxyProgram program, String configuration, Duration timeout) {
        String seconds = Long.toString(timeout.toSeconds());
        boolean documented = !configuration.equals(program.defaultConfiguration());
        return switch (program) {
            case NGINX ->
                documented
                        ? replaced(configuration, "proxy_read_timeout 60s", "proxy_read_timeout " + seconds + 's')
                        : replaced(configuration, "location /", "proxy_read_timeout " + seconds + "s;\n location /");
            case HAPROXY ->
                documented
                        ? replaced(configuration, "timeout server 60s", "timeout server " + seconds + 's')
                        : configuration + " timeout server " + seconds + "s\n";
            case APACHE ->
                documented
                        ? replaced(configuration, "timeout=60", "timeout=" + seconds)
                        : "ProxyTimeout " + seconds + '\n' + configuration;
            case CADDY -> configuration;
            case VARNISH ->
                documented
                        ? replaced(
                                configuration,
                                "between_bytes_timeout = 60s",
                                "between_bytes_timeout = " + seconds + 's')
                        : replaced(configuration, ".port", ".between_bytes_timeout = " + seconds + "s;\n .port");
            case SQUID ->
                documented
                        ? replaced(configuration, "read_timeout 60", "read_timeout " + seconds)
                        : configuration + "read_timeout " + seconds + " seconds\n";
        };
    }

    /** Where the documentation has it. */
    static Path file(ProxyProgram program) {
        return DIRECTORY.resolve(
                switch (program) {
                    case NGINX -> "nginx.conf";
                    case HAPROXY -> "haproxy.cfg";
                    case APACHE -> "apache.conf";
                    case CADDY -> "Caddyfile";
                    case VARNISH -> "varnish.vcl";
                    case SQUID -> "squid.conf";
                });
    }

    private static String replaced(String text, String what, String by) {
        return replaced(text, Map.of(what, by));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    /** Puts something in place of texts; each of which must be there. */
    static String replaced(String text, Map<String, String> replacements) {
        String changed = text;
        for (Map.Entry<String, String> each : replacements.entrySet()) {
            if (!changed.contains(each.getKey())) {
                throw new IllegalStateException("has no '" + each.getKey() + "': " + text);
            }
            changed = changed.replace(each.getKey(), each.getValue());
        }
        return changed;
    }
}
