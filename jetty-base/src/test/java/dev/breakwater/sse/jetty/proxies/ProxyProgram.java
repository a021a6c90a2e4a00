package dev.breakwater.sse.jetty.proxies;

import dev.breakwater.sse.jetty.process.Needs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The proxies that there are, and how each is started so that it stays in the foreground and touches nothing else. */
public enum ProxyProgram {
    NGINX("nginx", "nginx", true) {
        @Override
        List<String> arguments(Place place) {
            return List.of("-p", place.directory(), "-c", place.frame(), "-e", "stderr");
        }
    },
    HAPROXY("haproxy", "haproxy", true) {
        @Override
        List<String> arguments(Place place) {
            return List.of("-db", "-f", place.frame(), "-f", place.configuration());
        }
    },
    APACHE("apache2", "apache2", true) {
        @Override
        List<String> arguments(Place place) {
            return List.of("-d", place.directory(), "-f", place.frame(), "-DFOREGROUND");
        }
    },
    CADDY("caddy", "caddy", true) {
        @Override
        List<String> arguments(Place place) {
            return List.of("run", "--config", place.configuration(), "--adapter", "caddyfile");
        }

        @Override
        Map<String, String> environment(Place place) {
            return Map.of("XDG_CONFIG_HOME", place.directory(), "XDG_DATA_HOME", place.directory());
        }

        /** Without its administration, for which it would listen on a fixed port: only one could run. */
        @Override
        String alone(String configuration) {
            int options = configuration.indexOf("{\n");
            boolean hasOptions =
                    options >= 0 && configuration.substring(0, options).matches("(#.*\n)*");
            return hasOptions
                    ? configuration.substring(0, options) + "{\n\tadmin off" + configuration.substring(options + 1)
                    : "{\n\tadmin off\n}\n\n" + configuration;
        }
    },
    VARNISH("varnish", "varnishd", false) {
        @Override
        List<String> arguments(Place place) {
            return List.of(
                    "-F",
                    "-j",
                    "none",
                    "-s",
                    "malloc,16m",
                    "-n",
                    place.file("varnish"),
                    "-a",
                    "127.0.0.1:" + place.port(),
                    "-f",
                    place.configuration());
        }
    },
    /** A forward proxy: clients are told to use it, and name the server themselves. */
    SQUID("squid", "squid", false) {
        @Override
        List<String> arguments(Place place) {
            // Squids of one name would share memory.
            return List.of("-N", "-d1", "-n", "squid" + place.port(), "-f", place.frame());
        }
    };

    private final String debianPackage;
    private final String program;
    private final boolean tls;

    ProxyProgram(String debianPackage, String program, boolean tls) {
        this.debianPackage = debianPackage;
        this.program = program;
        this.tls = tls;
    }

    /** Whether it can speak TLS, and HTTP/2, to clients. */
    public boolean hasTls() {
        return tls;
    }

    /**
     * The smallest configuration with which it is a proxy at all, everything else as it is by default, or as Debian's own
     * files have it.
     */
    public String defaultConfiguration() {
        return read("default.conf");
    }

    /** What stands around every configuration: where its files are, who it runs as. */
    String frame() {
        return read("frame.conf");
    }

    private String read(String name) {
        String resource = "/proxies/" + this + '/' + name;
        try (InputStream in = ProxyProgram.class.getResourceAsStream(resource)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is; if it is missing the test is skipped, or fails in CI. */
    Path find() {
        return Needs.program("install it (Debian: " + debianPackage + ')', program, "/usr/sbin/" + program);
    }

    abstract List<String> arguments(Place place);

    Map<String, String> environment(Place place) {
        return Map.of();
    }

    /** A configuration with what it needs so that any number of these can run at once. */
    String alone(String configuration) {
        return configuration;
    }

    /** In lower case, as its files are called after it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
