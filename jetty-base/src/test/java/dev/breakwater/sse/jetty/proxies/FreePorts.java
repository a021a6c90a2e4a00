package dev.breakwater.sse.jetty.proxies;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of this machine that nobody listens on, below those that systems give to outgoing connections: a proxy that is
 * restarted finds its own free again. Tests that run side by side in two processes have different ones. Thread-safe.
 */
public final class FreePorts {
    private static final int COUNT = 5_000;
    private static final int FIRST = 20_000 + COUNT * (Integer.getInteger("breakwater.fork", 1) % 2);
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePorts() {}

    /** The next one. */
    public static int next() {
        for (int attempt = 0; attempt < COUNT; attempt++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free from " + FIRST + " on");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
