package dev.breakwater.sse.doctor.probe;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.Transport;
import dev.breakwater.sse.doctor.json.JsonText;
import dev.breakwater.sse.doctor.plan.ProbeShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * A stream of ticks, each of which says when it was made and how many bytes were there with it. Its thread is that of the
 * scheduler, which owns all fields; the container's threads only post to it.
 */
final class ProbeStream implements Transport.Signals {
    /** How a stream ended that said all that it had to. */
    static final String COMPLETE = "complete";

    private static final int PATIENCE_MILLIS = 30_000;
    private static final String PAD_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

    private final String id;
    private final String remote;
    private final ProbeShape shape;
    private final Transport transport;
    private final ServerClock clock;
    private final ScheduledExecutorService scheduler;
    private final BiConsumer<String, String> onEnd;

    /** What a compressor cannot make smaller. */
    private final Random random;

    private final Deque<byte[]> due = new ArrayDeque<>();
    private boolean begun;
    private boolean ending;
    private boolean over;
    private int ticks;
    private long written;
    private double startedAt;

    ProbeStream(
            String id,
            String remote,
            ProbeShape shape,
            Transport transport,
            ServerClock clock,
            ScheduledExecutorService scheduler,
            BiConsumer<String, String> onEnd) {
        this.id = id;
        this.remote = remote;
        this.shape = shape;
        this.transport = transport;
        this.clock = clock;
        this.scheduler = scheduler;
        this.onEnd = onEnd;
        this.random = new Random(id.hashCode());
    }

    @Override
    public void writable() {
        scheduler.execute(this::advance);
    }

    /** As those of the hub: otherwise Jetty would send the end of each chunk with the next one, and some proxies wait. */
    @Override
    public boolean cutsStalled() {
        return true;
    }

    @Override
    public void ended(CloseReason reason) {
        scheduler.execute(() -> {
            if (!over) {
                over = true;
                due.clear();
                onEnd.accept(id, ending ? COMPLETE : reason.label());
            }
        });
    }

    private void advance() {
        if (over) {
            return;
        }
        if (!begun) {
            begun = true;
            startedAt = clock.millis();
            Map<String, Object> hello = new LinkedHashMap<>();
            hello.put("stream", id);
            hello.put("at", startedAt);
            hello.put("remote", remote);
            hello.put("pad", pad(shape.pad(0)));
            // The delay that a client would begin with: one that means to stay comes back soon.
            add("retry: 1000\nevent: hello\ndata: " + JsonText.of(hello) + "\n\n");
            scheduleTick();
            var unused = scheduler.schedule(this::giveUp, shape.millis() + PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
        write();
    }

    private void scheduleTick() {
        double wait = startedAt + shape.dueMillis(ticks) - clock.millis();
        var unused = scheduler.schedule(this::tick, Math.max(0, Math.round(wait * 1e3)), TimeUnit.MICROSECONDS);
    }

    private void tick() {
        if (over) {
            return;
        }
        String pad = pad(shape.pad(ticks));
        Map<String, Object> tick = new LinkedHashMap<>();
        tick.put("tick", ticks);
        tick.put("at", clock.millis());
        tick.put("before", written);
        tick.put("pad", pad);
        add("data: " + JsonText.of(tick) + "\n\n");
        ticks++;
        if (ticks < shape.ticks()) {
            scheduleTick();
        }
        write();
    }

    private void add(String block) {
        byte[] bytes = block.getBytes(StandardCharsets.US_ASCII);
        written += bytes.length;
        due.add(bytes);
    }

    private void write() {
        try {
            while (!due.isEmpty() && transport.isReady()) {
                byte[] bytes = due.remove();
                transport.write(bytes, 0, bytes.length);
            }
            if (due.isEmpty() && ticks == shape.ticks() && !ending) {
                ending = true;
                transport.end();
            }
        } catch (IOException clientGone) {
            // ended() comes, and says so.
            due.clear();
        }
    }

    /** A client that does not read would hold its place for ever. */
    private void giveUp() {
        if (!over) {
            due.clear();
            transport.end();
            transport.cut();
        }
    }

    private String pad(int length) {
        StringBuilder pad = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            pad.append(PAD_ALPHABET.charAt(random.nextInt(PAD_ALPHABET.length())));
        }
        return pad.toString();
    }
}
