package dev.breakwater.sse.jetty;

/** The version that the jar's manifest names. */
final class Version {
    private Version() {}

    static String ofThisJar() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }
}
