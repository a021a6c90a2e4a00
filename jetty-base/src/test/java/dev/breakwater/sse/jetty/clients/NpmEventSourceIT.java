package dev.breakwater.sse.jetty.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.sse.jetty.process.Needs;
import dev.breakwater.sse.jetty.process.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The npm package eventsource, run by Node.js. */
class NpmEventSourceIT extends ClientContract {
    private static final String HOW_TO_INSTALL = "install Node.js 20 or later, with npm";

    private final Path directory = Path.of("target", "npm-eventsource");
    private Path node;

    @Override
    void prepare() throws Exception {
        node = Needs.program(HOW_TO_INSTALL, "node");
        Path npm = Needs.program(HOW_TO_INSTALL, "npm");
        Files.createDirectories(directory);
        for (String file : List.of("package.json", "package-lock.json", "client.mjs")) {
            try (InputStream source = NpmEventSourceIT.class.getResourceAsStream("/npm-eventsource/" + file)) {
                Files.copy(source, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        List<String> install = List.of(npm.toString(), "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        try (Program installing = Program.start(install, Map.of(), directory, line -> {})) {
            assertThat(installing.awaitExit()).as(installing.err()).isZero();
        }
    }

    @Override
    Subscriber subscribe(URI server, String topic) {
        List<String> data = new CopyOnWriteArrayList<>();
        List<String> command = List.of(
                node.toString(),
                "client.mjs",
                server.resolve("events?topic=" + topic).toString());
        Program program = Program.start(command, Map.of(), directory, line -> data.add(text(line)));
        return new Subscriber() {
            @Override
            public List<String> data() {
                return data;
            }

            @Override
            public void close() {
                program.close();
            }
        };
    }

    private static String text(String json) {
        try {
            return new ObjectMapper().readValue(json, String.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
