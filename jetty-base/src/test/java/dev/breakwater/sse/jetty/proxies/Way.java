package dev.breakwater.sse.jetty.proxies;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One way from a client to the server, through a proxy with a configuration, and what was found on it. */
final class Way implements AutoCloseable {
    private final Proxy proxy;
    private final boolean documented;
    private final HttpClient.Version version;
    private final boolean tls;
    private final StreamClient client;
    private final Map<String, String> found = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** Begins to read what comes this way from the proxy's address, or by way of a forward proxy from the server's. */
    Way(Proxy proxy, boolean documented, HttpClient.Version version, boolean tls, String path) throws Exception {
        this(proxy, documented, version, (tls ? proxy.tlsUrl() : proxy.url()).resolve(path), proxy.client());
    }

    /** Begins to read what comes from an address to a client that is told of the proxy. */
    Way(Proxy proxy, boolean documented, HttpClient.Version version, URI url, HttpClient.Builder client) {
        this.proxy = proxy;
        this.documented = documented;
        this.version = version;
        this.tls = "https".equals(url.getScheme());
        this.client = new StreamClient(client.build(), url, version);
    }

    Proxy proxy() {
        return proxy;
    }

    StreamClient client() {
        return client;
    }

    /** Whether the proxy sees nothing but bytes, to and fro. */
    boolean isTunnel() {
        return tls && proxy.program() == ProxyProgram.SQUID;
    }

    /** Whether it is the documentation's configuration: then all must be well. */
    boolean isDocumented() {
        return documented;
    }

    /** Notes what was found on a question. */
    void note(String question, boolean well, String words) {
        found.put(question, words);
        if (!well) {
            faults.add(this + ", " + question + ": " + words);
        }
    }

    List<String> faults() {
        return faults;
    }

    /** A row of the table. */
    String row() {
        return "| " + proxy.program() + " | " + (documented ? "ours" : "default") + " | " + protocol() + " | "
                + String.join(" | ", found.values()) + " |";
    }

    private String protocol() {
        return (version == HttpClient.Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1") + (tls ? ", TLS" : "");
    }

    @Override
    public String toString() {
        return proxy.program() + " (" + (documented ? "ours" : "default") + ", " + protocol() + ", "
                + client.data().size() + " events)";
    }

    @Override
    public void close() {
        client.close();
    }
}
