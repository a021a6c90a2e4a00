package dev.breakwater.sse.jetty;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hears SIGTERM and SIGINT itself: a shutdown hook would not hear the second one, with which somebody says that it takes
 * too long.
 *
 * <p>By reflection, because the compiler warns of {@code sun.misc.Signal}, and there is no other way; a JVM that lacks
 * it stops at once at the first signal.
 */
final class StopSignals {
    private static final int KILLED = 143;

    private StopSignals() {}

    /** Has something done at the first signal, on a thread that may not be kept; the second one ends the JVM. */
    static void onFirst(Runnable stop) {
        AtomicInteger heard = new AtomicInteger();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler onSignal = (proxy, method, arguments) -> {
                if (heard.incrementAndGet() == 1) {
                    stop.run();
                } else {
                    Runtime.getRuntime().halt(KILLED);
                }
                return null;
            };
            Object listener =
                    Proxy.newProxyInstance(StopSignals.class.getClassLoader(), new Class<?>[] {handler}, onSignal);
            for (String name : new String[] {"TERM", "INT"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException unheard) {
            System.getLogger(StopSignals.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "this JVM lets nobody hear SIGTERM: streams will be cut",
                            unheard);
        }
    }
}
