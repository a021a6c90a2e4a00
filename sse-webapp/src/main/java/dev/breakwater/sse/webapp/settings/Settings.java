package dev.breakwater.sse.webapp.settings;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.budget.BudgetConfig;
import dev.breakwater.sse.doctor.probe.DoctorConfig;
import dev.breakwater.sse.store.journal.JournalConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the application works. Immutable.
 *
 * @param hub how its hub works
 * @param journal where its history is, or null if that is in memory
 * @param budget how many streams may be open; without the hub's admission
 * @param doctor how the doctor is served
 * @param drainWindow over how long streams end, at most, when the application stops
 * @param token what publishers must send
 * @param tokenGenerated whether nobody knows the token yet
 * @param corsOrigins the origins whose pages may read answers; {@code *} is any of them
 * @param serverTopics whether the server publishes readings of its own under {@code server/}
 * @param warnings what was found that may be a mistake, a sentence each
 */
public record Settings(
        HubConfig hub,
        @Nullable JournalConfig journal,
        BudgetConfig budget,
        DoctorConfig doctor,
        Duration drainWindow,
        String token,
        boolean tokenGenerated,
        Set<String> corsOrigins,
        boolean serverTopics,
        List<String> warnings) {
    /** Makes the collections immutable. */
    public Settings {
        corsOrigins = Set.copyOf(corsOrigins);
        warnings = List.copyOf(warnings);
    }

    /** All but the token. */
    @Override
    public String toString() {
        return "Settings[corsOrigins=" + corsOrigins + ", serverTopics=" + serverTopics + "]";
    }
}
