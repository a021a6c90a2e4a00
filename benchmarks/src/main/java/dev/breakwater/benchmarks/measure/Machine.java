package dev.breakwater.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the numbers were taken. */
public final class Machine {
    private Machine() {}

    public static Map<String, Object> describe() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        description.put("cpu", firstValue("/proc/cpuinfo", "model name"));
        description.put("cores", Runtime.getRuntime().availableProcessors());
        description.put("memory", firstValue("/proc/meminfo", "MemTotal"));
        description.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        description.put("openFiles", OpenFileLimit.current());
        return description;
    }

    private static String firstValue(String file, String name) {
        try {
            return Files.readString(Path.of(file))
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
