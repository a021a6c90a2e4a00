package dev.breakwater.sse.webapp.settings;

import dev.breakwater.sse.doctor.probe.DoctorAccess;
import dev.breakwater.sse.doctor.probe.DoctorConfig;
import java.util.List;
import java.util.Locale;

/** The keys of the doctor. */
final class DoctorKeys {
    private static final String ACCESS = "breakwater.doctor";
    private static final String STREAMS = "breakwater.doctor.streams";

    private DoctorKeys() {}

    static List<String> names() {
        return List.of(ACCESS, STREAMS);
    }

    static DoctorConfig read(Values values) {
        DoctorAccess access = values.parsed(ACCESS, DoctorKeys::access, DoctorAccess.TOKEN);
        DoctorConfig unlessGiven = new DoctorConfig(access, DoctorConfig.DEFAULT_STREAMS);
        return values.parsed(STREAMS, text -> new DoctorConfig(access, Texts.integer(text)), unlessGiven);
    }

    private static DoctorAccess access(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "off" -> DoctorAccess.OFF;
            case "token" -> DoctorAccess.TOKEN;
            case "on" -> DoctorAccess.ON;
            default -> throw new IllegalArgumentException("must be 'off', 'token' or 'on'");
        };
    }
}
