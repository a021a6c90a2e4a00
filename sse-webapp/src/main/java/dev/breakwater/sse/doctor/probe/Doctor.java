package dev.breakwater.sse.doctor.probe;

import dev.breakwater.sse.doctor.plan.Plan;
import dev.breakwater.sse.jaxrs.events.BearerToken;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that the doctor has in a server. Any thread. */
public final class Doctor implements AutoCloseable {
    private final DoctorConfig config;
    private final Duration heartbeat;
    private final BearerToken token;
    private final ServerClock clock = new ServerClock();
    private final String instance = Long.toUnsignedString(new SecureRandom().nextLong(), Character.MAX_RADIX);
    private final Tickets tickets = new Tickets(new SecureRandom(), () -> System.nanoTime() / 1_000_000);
    private final ProbeStreams streams;

    /**
     * A doctor.
     *
     * @param token the publishers' token
     * @param heartbeat how often a silent stream of this server says something
     */
    public Doctor(DoctorConfig config, String token, Duration heartbeat) {
        this.config = config;
        this.token = new BearerToken(token);
        this.heartbeat = heartbeat;
        this.streams = new ProbeStreams(config.streams(), clock);
    }

    DoctorAccess access() {
        return config.access();
    }

    int mostStreams() {
        return config.streams();
    }

    BearerToken token() {
        return token;
    }

    Tickets tickets() {
        return tickets;
    }

    ProbeStreams streams() {
        return streams;
    }

    /** What every answer to a request says: the time, and whose time that is. */
    Map<String, Object> stamp() {
        Map<String, Object> stamp = new LinkedHashMap<>();
        stamp.put("instance", instance);
        stamp.put("at", clock.millis());
        return stamp;
    }

    /** A ticket, and what to do with it. */
    Map<String, Object> admission(@Nullable String silences, @Nullable String total) {
        Plan plan = Plan.of(
                silences == null ? Plan.SILENCES : whole("silences", silences),
                total == null ? Plan.TOTAL : whole("total", total).get(0));
        Map<String, Object> admission = stamp();
        admission.put("ticket", tickets.issue());
        admission.put("heartbeat", heartbeat.toMillis());
        admission.put("plan", plan.json());
        return admission;
    }

    private static List<Integer> whole(String name, String list) {
        try {
            return Arrays.stream(list.split(",", Plan.MOST_SILENCES + 2))
                    .map(Integer::valueOf)
                    .toList();
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(name + " must be whole numbers of milliseconds", noNumber);
        }
    }

    /** Ends all probes. */
    @Override
    public void close() {
        streams.close();
    }
}
