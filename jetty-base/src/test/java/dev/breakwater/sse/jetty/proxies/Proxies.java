package dev.breakwater.sse.jetty.proxies;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts a test's proxies, ends them after it, and shows what they said if it failed. To be registered in a field of the
 * test's instance; each test has its own. Thread-safe.
 */
public final class Proxies implements AfterEachCallback {
    private final List<Proxy> started = new CopyOnWriteArrayList<>();

    /** Starts one; see {@link Proxy#start}. */
    public Proxy start(ProxyProgram program, String configuration, URI origin) throws Exception {
        Proxy proxy = Proxy.start(program, configuration, origin);
        started.add(proxy);
        return proxy;
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        boolean failed = test.getExecutionException().isPresent();
        for (Proxy proxy : started) {
            proxy.kill();
            if (failed) {
                System.err.println(test.getDisplayName() + ", what " + proxy + " said:\n" + proxy.log());
            }
            proxy.close();
        }
        started.clear();
    }
}
