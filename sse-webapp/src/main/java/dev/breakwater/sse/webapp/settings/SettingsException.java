package dev.breakwater.sse.webapp.settings;

import java.util.List;

/** Settings with which the application cannot start; the message has everything that is wrong, a line each. */
public final class SettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    SettingsException(List<String> faults) {
        super("the configuration is wrong in " + faults.size() + (faults.size() == 1 ? " place:" : " places:") + "\n  "
                + String.join("\n  ", faults));
    }
}
