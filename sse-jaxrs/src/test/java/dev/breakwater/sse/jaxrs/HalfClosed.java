package dev.breakwater.sse.jaxrs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The connections whose client has closed its side, and the server has not (CLOSE_WAIT), as Linux tells them. */
final class HalfClosed {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String CLOSE_WAIT = "08";

    private HalfClosed() {}

    static boolean canBeCounted() {
        return TABLES.stream().allMatch(Files::isReadable);
    }

    /** Of a server, by its port. */
    static long connectionsOf(int port) throws IOException {
        String local = String.format(Locale.ROOT, ":%04X", port);
        long count = 0;
        for (Path table : TABLES) {
            try (Stream<String> lines = Files.lines(table)) {
                count += lines.map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields[1].endsWith(local) && fields[3].equals(CLOSE_WAIT))
                        .count();
            }
        }
        return count;
    }
}
