package dev.breakwater.sse.jaxrs;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Looks whether what happens to one client's stream spoils the answer that another client gets. */
final class Answers {
    private static final int ROUNDS = 10;
    private static final int STREAMS = 10;
    private static final int REQUESTS = 20;
    private static final int PATIENCE_MILLIS = 20_000;

    private Answers() {}

    /** How many of 200 answers are not what they must be, while clients with streams reset their connections. */
    static int spoiledWhileStreamsAreReset(int port, Runnable broadcast) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(REQUESTS);
        int spoiled = 0;
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<Socket> streams = new ArrayList<>();
                for (int i = 0; i < STREAMS; i++) {
                    streams.add(request(port, "/live"));
                    streams.get(i).getInputStream().read();
                }
                Future<?> broadcasting = clients.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                        broadcast.run();
                    }
                });
                List<Future<Boolean>> whole = new ArrayList<>();
                for (int i = 0; i < REQUESTS; i++) {
                    if (i < STREAMS) {
                        streams.get(i).setSoLinger(true, 0);
                        streams.get(i).close();
                    }
                    whole.add(clients.submit(() -> isWhole(port)));
                }
                for (Future<Boolean> answer : whole) {
                    spoiled += answer.get() ? 0 : 1;
                }
                broadcasting.get();
            }
        } finally {
            clients.shutdownNow();
        }
        return spoiled;
    }

    private static boolean isWhole(int port) {
        try (Socket socket = request(port, "/plain")) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200") && answer.endsWith("\r\n\r\n" + BroadcastResource.PLAIN);
        } catch (IOException cut) {
            return false;
        }
    }

    private static Socket request(int port, String path) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        String close = path.equals("/plain") ? "Connection: close\r\n" : "";
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: test\r\n" + close + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
