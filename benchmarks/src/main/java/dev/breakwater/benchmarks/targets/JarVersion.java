package dev.breakwater.benchmarks.targets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Name and version of an archive. */
final class JarVersion {
    private JarVersion() {}

    static String of(Path archive) {
        try (JarFile jar = new JarFile(archive.toFile())) {
            Manifest manifest = jar.getManifest();
            String version =
                    manifest == null ? null : manifest.getMainAttributes().getValue("Implementation-Version");
            return archive.getFileName() + " " + (version == null ? "(no version in its manifest)" : version);
        } catch (IOException e) {
            return archive.getFileName() + " (not readable)";
        }
    }
}
