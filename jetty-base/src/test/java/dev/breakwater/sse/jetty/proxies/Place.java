package dev.breakwater.sse.jetty.proxies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one proxy has for itself: a directory, and ports.
 *
 * @param root the directory, which anybody may read and write: some proxies change their user
 * @param port where it listens
 * @param tlsPort where it listens for TLS, if it can
 */
record Place(Path root, int port, int tlsPort) {
    static Place create(ProxyProgram program) throws IOException {
        Path root = Files.createTempDirectory("breakwater-" + program + '-');
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
        return new Place(root, FreePorts.next(), FreePorts.next());
    }

    String directory() {
        return root.toString();
    }

    String file(String name) {
        return root.resolve(name).toString();
    }

    String frame() {
        return file("frame.conf");
    }

    String configuration() {
        return file("configuration.conf");
    }

    void write(String file, String text) throws IOException {
        Files.writeString(Path.of(file), text);
    }

    void remove() throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
