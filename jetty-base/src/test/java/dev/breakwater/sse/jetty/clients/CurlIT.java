package dev.breakwater.sse.jetty.clients;

import dev.breakwater.sse.jetty.process.EventReader;
import dev.breakwater.sse.jetty.process.Needs;
import dev.breakwater.sse.jetty.process.Program;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code curl -N} in a loop, as in a shell script that sends the last id that it saw. */
class CurlIT extends ClientContract {
    private Path curl;

    @Override
    void prepare() {
        curl = Needs.program("install curl", "curl");
    }

    @Override
    Subscriber subscribe(URI server, String topic) {
        return new Loop(server.resolve("events?topic=" + topic));
    }

    private final class Loop implements Subscriber {
        private final URI url;
        private final EventReader reader = new EventReader();
        private final Thread loop = new Thread(this::run, "curl loop");
        private volatile boolean closed;
        private volatile Program current;

        Loop(URI url) {
            this.url = url;
            loop.setDaemon(true);
            loop.start();
        }

        private void run() {
            while (!closed) {
                try (Program program = Program.start(command(), Map.of(), Path.of("."), reader::line)) {
                    current = program;
                    program.awaitExit();
                    reader.cut();
                } catch (InterruptedException | IllegalStateException stopped) {
                    return;
                }
            }
        }

        private List<String> command() {
            List<String> command = new ArrayList<>(List.of(curl.toString(), "-sN", url.toString()));
            if (!reader.lastEventId().isEmpty()) {
                command.addAll(List.of("-H", "Last-Event-ID: " + reader.lastEventId()));
            }
            return command;
        }

        @Override
        public List<String> data() {
            return reader.data();
        }

        @Override
        public void close() throws InterruptedException {
            closed = true;
            loop.interrupt();
            loop.join();
            current.close();
        }
    }
}
