package dev.breakwater.sse.jetty.doctor;

import static dev.breakwater.sse.jetty.proxies.ProxyProgram.APACHE;
import static dev.breakwater.sse.jetty.proxies.ProxyProgram.CADDY;
import static dev.breakwater.sse.jetty.proxies.ProxyProgram.HAPROXY;
import static dev.breakwater.sse.jetty.proxies.ProxyProgram.NGINX;
import static dev.breakwater.sse.jetty.proxies.ProxyProgram.SQUID;
import static dev.breakwater.sse.jetty.proxies.ProxyProgram.VARNISH;

import dev.breakwater.sse.doctor.rules.Symptom;
import dev.breakwater.sse.jetty.proxies.Proxy;
import dev.breakwater.sse.jetty.proxies.ProxyProgram;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A path with real proxies, what is wrong with it, and a part of the setting that mends it. */
enum Path {
    NGINX_HEALTHY(NGINX),
    HAPROXY_HEALTHY(HAPROXY),
    APACHE_HEALTHY(APACHE),
    CADDY_HEALTHY(CADDY),
    VARNISH_HEALTHY(VARNISH),
    SQUID_HEALTHY(SQUID),
    /** HTTP/2 and TLS to the client. */
    NGINX_HTTP_2(NGINX),
    HAPROXY_HTTP_2(HAPROXY),
    CADDY_HTTP_2(CADDY),
    NGINX_HTTP_2_BUFFERS(NGINX, Symptom.HELD, "nginx", "proxy_buffering off"),
    NGINX_BUFFERS_HTTP_1_0(NGINX, Symptom.HELD, "nginx", "proxy_buffering off"),
    NGINX_BUFFERS_HTTP_1_1(NGINX, Symptom.HELD, "nginx", "proxy_buffering off"),
    NGINX_GZIP(NGINX, Symptom.COMPRESSED, "nginx", "gzip off"),
    NGINX_READ_TIMEOUT(NGINX, Symptom.IDLE_CUT, "nginx", "proxy_read_timeout"),
    NGINX_STRIPS_ID(NGINX, Symptom.ID_LOST, "nginx", "proxy_set_header Last-Event-ID"),
    HAPROXY_DELAYS(HAPROXY, Symptom.DELAYED, "HAProxy", "option http-no-delay"),
    HAPROXY_COMPRESSION(HAPROXY, Symptom.COMPRESSED, "HAProxy", "compression type"),
    HAPROXY_TIMEOUT(HAPROXY, Symptom.IDLE_CUT, "HAProxy", "timeout server"),
    HAPROXY_STRIPS_ID(HAPROXY, Symptom.ID_LOST, "HAProxy", "http-request del-header Last-Event-ID"),
    APACHE_TIMEOUT(APACHE, Symptom.IDLE_CUT, "Apache", "ProxyTimeout"),
    /** Apache has its compressor send what there is whenever the server pauses: no fault, but worth knowing. */
    APACHE_DEFLATE(APACHE),
    CADDY_ENCODE(CADDY, Symptom.COMPRESSED, "Caddy", "encode"),
    CADDY_WRITE_TIMEOUT(CADDY, Symptom.TOTAL_CUT, "Caddy", "write 0"),
    CADDY_READ_TIMEOUT(CADDY, Symptom.IDLE_CUT, "Caddy", "read_timeout"),
    VARNISH_CACHES(VARNISH, Symptom.SHARED, "Varnish", "no-store"),
    VARNISH_TIMEOUT(VARNISH, Symptom.IDLE_CUT, "Varnish", "between_bytes_timeout"),
    SQUID_TIMEOUT(SQUID, Symptom.IDLE_CUT, "Squid", "read_timeout"),
    SQUID_LIFETIME(SQUID, Symptom.TOTAL_CUT, "Squid", "client_lifetime"),
    /** Two in a row, of which the one at the server is wrong. */
    CADDY_BEFORE_NGINX_BUFFERS(NGINX_BUFFERS_HTTP_1_0, CADDY_HEALTHY),
    /** Two in a row, of which the one at the client is wrong. */
    HAPROXY_DELAYS_BEFORE_NGINX(NGINX_HEALTHY, HAPROXY_DELAYS),
    /** The proxy answers 502 for a second, for what is behind it is being restarted. */
    NGINX_502(CADDY_HEALTHY, NGINX_HEALTHY, Symptom.ERRORS, "nginx", "error_page 502 503 504 =200");

    private final ProxyProgram program;
    private final @Nullable Path behind;
    private final String configuration;
    private final @Nullable Symptom fault;
    private final String where;
    private final String setting;

    Path(ProxyProgram program) {
        this(program, null, "", "");
    }

    Path(ProxyProgram program, @Nullable Symptom fault, String where, String setting) {
        this.program = program;
        this.behind = null;
        this.configuration = name();
        this.fault = fault;
        this.where = where;
        this.setting = setting;
    }

    Path(Path behind, Path front) {
        this(
                behind,
                front,
                front.fault != null ? front.fault : behind.fault,
                front.where + behind.where,
                front.setting + behind.setting);
    }

    Path(Path behind, Path front, @Nullable Symptom fault, String where, String setting) {
        this.program = front.program;
        this.behind = behind;
        this.configuration = front.configuration;
        this.fault = fault;
        this.where = where;
        this.setting = setting;
    }

    ProxyProgram program() {
        return program;
    }

    /** The server's root by way of its proxy. */
    URI urlBy(Proxy proxy) {
        return isTls() ? proxy.tlsUrl() : proxy.url();
    }

    private boolean isTls() {
        return name().contains("HTTP_2");
    }

    /** The HTTP version between the client and the proxy, as ALPN has it. */
    String version() {
        return isTls() ? "h2" : "http/1.1";
    }

    /** The path between this proxy and the server, or null. */
    @Nullable
    Path behind() {
        return behind;
    }

    /** The name of its configuration's file. */
    String configuration() {
        return configuration
                        .toLowerCase(Locale.ROOT)
                        .replace("http_1_", "http_1.")
                        .replace('_', '-') + ".conf";
    }

    /** What is wrong, or null. */
    @Nullable
    Symptom fault() {
        return fault;
    }

    /** The proxy that has the setting. */
    String where() {
        return where;
    }

    /** A part of the setting. */
    String setting() {
        return setting;
    }

    /** What is worth knowing of it though it is no fault, or null. */
    @Nullable
    Symptom note() {
        return this == APACHE_DEFLATE ? Symptom.COMPRESSED_IN_TIME : null;
    }

    /** What may be found besides: that Varnish waits for the end of a chunk is so or not, and not examined here. */
    List<Symptom> besides() {
        return program == VARNISH ? List.of(Symptom.ONE_BEHIND, Symptom.GHOSTS) : List.of();
    }
}
