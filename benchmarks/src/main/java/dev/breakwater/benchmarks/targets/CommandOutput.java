package dev.breakwater.benchmarks.targets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a short command prints. */
final class CommandOutput {
    private CommandOutput() {}

    static String of(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            return process.waitFor() == 0 ? output : "unknown";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
