package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.jaxrs.stream.StreamSettings;
import jakarta.ws.rs.core.Configuration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads how sinks work: from the application's properties, or else the system's. */
final class SinkSettings {
    private final Configuration properties;

    SinkSettings(Configuration properties) {
        this.properties = properties;
    }

    /** Whether sinks are ours at all. */
    boolean on() {
        String value = text(BreakwaterFeature.SINKS, "on");
        return switch (value) {
            case "on" -> true;
            case "off" -> false;
            default ->
                throw new IllegalArgumentException(
                        "property " + BreakwaterFeature.SINKS + " must be 'on' or 'off': " + quoted(value));
        };
    }

    StreamSettings streams() {
        return new StreamSettings(
                bytes(BreakwaterFeature.SINK_BYTES, StreamSettings.DEFAULTS.sinkBytes(), 1 << 10, 64 << 20),
                bytes(
                        BreakwaterFeature.BROADCASTER_BYTES,
                        StreamSettings.DEFAULTS.broadcasterBytes(),
                        16 << 10,
                        1 << 30),
                policy());
    }

    private SlowConsumerPolicy policy() {
        String value = text(BreakwaterFeature.SINK_POLICY, "disconnect");
        return switch (value) {
            case "disconnect" -> SlowConsumerPolicy.DISCONNECT;
            case "skip" -> SlowConsumerPolicy.SKIP;
            default ->
                throw new IllegalArgumentException("property " + BreakwaterFeature.SINK_POLICY
                        + " must be 'disconnect' or 'skip': " + quoted(value));
        };
    }

    private int bytes(String key, int defaultBytes, int least, int most) {
        Object value = value(key);
        if (value == null) {
            return defaultBytes;
        }
        long bytes = -1;
        try {
            bytes = Long.parseLong(value.toString().strip());
        } catch (NumberFormatException notANumber) {
            // Told below.
        }
        if (bytes < least || bytes > most) {
            throw new IllegalArgumentException("property " + key + " must be a number of bytes, " + least + ".." + most
                    + ": " + quoted(value.toString()));
        }
        return (int) bytes;
    }

    private String text(String key, String defaultValue) {
        Object value = value(key);
        return value == null ? defaultValue : value.toString().strip().toLowerCase(Locale.ROOT);
    }

    private @Nullable Object value(String key) {
        Object value = properties.getProperty(key);
        return value != null ? value : System.getProperty(key);
    }

    private static String quoted(String value) {
        String printable = value.replaceAll("[^ -~]", "?");
        return "'" + (printable.length() > 40 ? printable.substring(0, 40) + "…" : printable) + "'";
    }
}
