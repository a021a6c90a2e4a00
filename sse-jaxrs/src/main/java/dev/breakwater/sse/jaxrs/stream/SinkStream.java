package dev.breakwater.sse.jaxrs.stream;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.Transport;
import dev.breakwater.sse.event.ControlFrames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream that an application sends to and broadcasts to. What was sent to it alone waits in its queue, what was
 * broadcast in the broadcasters' logs; its loop merges them in the order in which they were given and writes what has
 * gathered, whenever the client takes more. Others post signals, each of which is one bit.
 *
 * <p>Longer than most classes here because it is the state machine of a stream, which is easier to follow in one piece:
 *
 * <pre>
 * OPEN    writes
 * ENDING  has left its logs; the transport ends the stream when it can
 * ENDED   the connection is given back
 * </pre>
 */
public final class SinkStream implements Transport.Signals {
    private static final int BEGUN = 1;
    private static final int WRITABLE = 2;
    private static final int SENT = 4;
    private static final int FULL = 8;
    private static final int TRANSPORT_ENDED = 16;

    /**
     * An empty line, which means nothing but keeps proxies from closing the stream, and finds clients that are gone. Not a comment: Jersey's client takes a block that has no more than that for an event.
     */
    private static final byte[] NOTHING = {'\n'};

    /** A stream is not told when to come back before it is this old: a client that asks again and again has its own pace. */
    private static final long RETRY_AFTER_NANOS = Duration.ofSeconds(5).toNanos();

    private static final int HEARTBEATS_BETWEEN_RETRIES = 4;

    private enum State {
        OPEN,
        ENDING,
        ENDED
    }

    /** A place in a broadcaster's log. */
    private static final class Source {
        final BroadcastLog log;
        final Audience audience;
        Entry at;

        Source(BroadcastLog log, Audience audience, Entry at) {
            this.log = log;
            this.audience = audience;
            this.at = at;
        }
    }

    private final Streams streams;
    private final Loop loop;
    private final Transport transport;
    private final StreamSettings settings;
    private final SendQueue queue;
    private final AtomicInteger signals = new AtomicInteger(BEGUN);
    private final Runnable onSignals = this::takeSignals;
    private final AtomicReference<@Nullable CloseReason> transportReason = new AtomicReference<>();

    /** Completes when nothing more will be written. */
    private final CompletableFuture<CloseReason> over = new CompletableFuture<>();

    /** Whether the application itself says when to come back. */
    private volatile boolean setsRetry;

    /** Whether the resource method has returned, so that the response can begin. */
    private volatile boolean begins;

    // Guarded by this, which the loop holds while it works on the stream; sources and pending are the loop's only.
    private State state = State.OPEN;
    private @Nullable CloseReason reason;
    private final List<Source> sources = new ArrayList<>(1);
    private byte @Nullable [] control;
    /** When the client is to be told when to come back: in the block of an event, if one comes, or with a heartbeat. */
    private long retryDue;

    /** How many events the client has lost and was not told of. */
    private long lost;

    private boolean blocked = true;
    private boolean pending;
    private long blockedSince;
    private long lastWrite;
    private long heartbeatAfter;

    SinkStream(Streams streams, Loop loop, Transport transport, StreamSettings settings) {
        this.streams = streams;
        this.loop = loop;
        this.transport = transport;
        this.settings = settings;
        this.queue = new SendQueue(streams, settings.sinkBytes());
    }

    // Any thread.

    /**
     * Sends a frame as soon as the client takes it. The stage completes when the container has it, or at once if the
     * resource method has not returned yet; it fails if the client is gone, or so slow that the bound is exceeded, and
     * then the stream ends.
     *
     * @throws IllegalStateException if the stream is closed
     */
    public CompletionStage<?> send(Frame frame) {
        if (frame.setsRetry()) {
            setsRetry = true;
        }
        if (queue.isHalfFull()) {
            help();
        }
        try {
            CompletionStage<?> stage = queue.add(frame.bytes());
            signal(SENT);
            return stage;
        } catch (SendQueue.FullException full) {
            signal(FULL);
            return CompletableFuture.failedStage(new IOException(full.getMessage()));
        }
    }

    /** Says that the resource method has returned, so that the transport will be connected or abandoned. */
    public void responseBegins() {
        begins = true;
        queue.responseBegins();
    }

    /** Has the stream get what is broadcast from now on. */
    public void register(BroadcastLog log) {
        Entry at = log.join();
        loop.post(() -> join(log, at));
    }

    /** Ends the stream after what was sent and broadcast until now. Does nothing the second time. */
    public void close() {
        if (queue.close()) {
            signal(SENT);
        }
    }

    /** Whether {@link #send} would refuse. */
    public boolean isClosed() {
        return queue.isClosed();
    }

    /** Calls when nothing more will be written, with the reason; on a thread that may block. */
    public void onEnd(Consumer<CloseReason> listener) {
        over.minimalCompletionStage().thenAccept(why -> streams.callBack(() -> listener.accept(why)));
    }

    @Override
    public void writable() {
        signal(WRITABLE);
    }

    @Override
    public void ended(CloseReason why) {
        transportReason.compareAndSet(null, why);
        queue.close();
        signal(TRANSPORT_ENDED);
    }

    /** Hands the stream to its loop, with all that was signalled meanwhile. */
    void begin() {
        loop.post(onSignals);
    }

    /**
     * Writes what the client takes at once, on the thread that sends faster than the loop comes round: so a burst costs
     * that thread some time, not the client its stream.
     */
    private void help() {
        List<CompletableFuture<Object>> done = new ArrayList<>();
        synchronized (this) {
            boolean alone = state == State.OPEN && sources.isEmpty() && control == null && lost == 0;
            try {
                while (alone && !blocked && transport.isReady()) {
                    int before = done.size();
                    byte[] blocks = takeSent(done);
                    if (done.size() == before) {
                        break;
                    }
                    lastWrite = System.nanoTime();
                    byte[] bytes = withRetry(blocks);
                    if (!transport.write(bytes, 0, bytes.length)) {
                        block(lastWrite);
                    }
                }
            } catch (IOException clientGone) {
                // The transport says so itself.
            }
        }
        streams.complete(done);
    }

    private void signal(int bit) {
        int before = signals.getAndUpdate(bits -> bits | bit);
        if (before == 0) {
            loop.post(onSignals);
        }
    }

    // The loop's thread.

    private synchronized void takeSignals() {
        int taken = signals.getAndSet(0);
        if ((taken & BEGUN) != 0) {
            open();
        }
        if ((taken & WRITABLE) != 0) {
            blocked = false;
        }
        if ((taken & (WRITABLE | SENT)) != 0) {
            becomePending();
        }
        if ((taken & FULL) != 0) {
            end(CloseReason.TOO_SLOW);
        }
        if ((taken & TRANSPORT_ENDED) != 0) {
            transportEnded();
        }
    }

    private void open() {
        lastWrite = loop.now();
        blockedSince = loop.now();
        drawHeartbeat();
        retryDue = loop.now() + RETRY_AFTER_NANOS;
        loop.add(this);
        becomePending();
    }

    private synchronized void join(BroadcastLog log, Entry at) {
        if (state != State.OPEN) {
            log.joinFailed();
            return;
        }
        Source source = new Source(log, loop.join(this, log), at);
        sources.add(source);
        source.audience.tellReached();
        log.joined(source.audience);
        becomePending();
    }

    private void leave(BroadcastLog log) {
        Source left = find(log);
        if (left != null) {
            sources.remove(left);
            loop.leave(this, left.audience);
        }
    }

    private @Nullable Source find(BroadcastLog log) {
        for (Source source : sources) {
            if (source.log == log) {
                return source;
            }
        }
        return null;
    }

    /** The end of the last entry of a log that this stream has, or need not be waited for. */
    synchronized long reached(BroadcastLog log) {
        Source source = find(log);
        return source == null || !begins ? Long.MAX_VALUE : source.at.end;
    }

    synchronized void logGrew(BroadcastLog log) {
        if (blocked) {
            Source source = find(log);
            if (source != null && log.isLost(source.at)) {
                fellBehind(source);
            }
        } else {
            becomePending();
        }
    }

    private void becomePending() {
        if (!pending && state == State.OPEN) {
            pending = true;
            loop.enqueue(this);
        }
    }

    /** Writes once, as much as one write may have, and queues again if more is waiting. */
    synchronized void deliver(long horizon) {
        pending = false;
        if (state != State.OPEN || blocked) {
            return;
        }
        if (!transport.isReady()) {
            block(loop.now());
            return;
        }
        try {
            if (lost > 0) {
                write(takeGap());
                return;
            }
            byte[] block = control;
            if (block != null) {
                control = null;
                write(block);
            } else {
                deliverEvents(horizon);
            }
        } catch (IOException clientGone) {
            end(CloseReason.CLIENT_GONE);
        }
    }

    private void deliverEvents(long horizon) throws IOException {
        for (Source source : sources) {
            if (source.log.isLost(source.at)) {
                fellBehind(source);
                return;
            }
        }
        long closeStamp = queue.closeStamp();
        SendQueue.Sent first = queue.peek();
        if (first == null && sources.size() == 1 && closeStamp == Long.MAX_VALUE) {
            deliverShared(sources.get(0));
        } else {
            deliverMerged(Math.min(horizon, closeStamp));
            if (closeStamp != Long.MAX_VALUE && state == State.OPEN && !hasMore(closeStamp)) {
                end(CloseReason.APPLICATION);
            }
        }
    }

    private void deliverShared(Source source) throws IOException {
        SharedBatch batch = loop.batch();
        Entry last = batch.gather(source.at, settings.maxWriteBytes());
        if (last != source.at) {
            source.at = last;
            loop.touched(source.audience);
            write(withRetry(batch.bytes()));
        } else if (hasMore(Long.MAX_VALUE)) {
            becomePending(); // past this pass's horizon
        }
    }

    /** Writes what was sent and what was broadcast, in the order of the stamps. */
    private void deliverMerged(long upTo) throws IOException {
        ByteArrayOutputStream merged = new ByteArrayOutputStream();
        List<CompletableFuture<Object>> done = new ArrayList<>();
        boolean full = false;
        while (!full) {
            SendQueue.Sent sent = queue.peek();
            Source source = nextSource(upTo);
            Entry entry = source == null ? null : source.at.next;
            if (sent != null && sent.stamp() <= upTo && (entry == null || sent.stamp() < entry.stamp)) {
                full = !append(merged, sent.frame());
                if (!full) {
                    queue.remove();
                    done.add(sent.stage());
                }
            } else if (source != null && entry != null) {
                byte[] frame = entry.frame();
                full = frame == null || !append(merged, frame);
                if (!full) {
                    source.at = entry;
                    loop.touched(source.audience);
                }
            } else {
                full = true;
            }
        }
        if (merged.size() > 0) {
            try {
                write(withRetry(merged.toByteArray()));
            } catch (IOException gone) {
                streams.callBack(() -> done.forEach(stage -> stage.completeExceptionally(gone)));
                throw gone;
            }
            streams.complete(done);
        } else if (hasMore(upTo)) {
            becomePending();
        }
    }

    private boolean append(ByteArrayOutputStream merged, byte[] frame) {
        if (merged.size() > 0 && merged.size() + frame.length > settings.maxWriteBytes()) {
            return false;
        }
        merged.writeBytes(frame);
        return true;
    }

    private @Nullable Source nextSource(long upTo) {
        Source next = null;
        long stamp = upTo;
        for (Source source : sources) {
            Entry entry = source.at.next;
            if (entry != null && entry.stamp <= stamp) {
                stamp = entry.stamp;
                next = source;
            }
        }
        return next;
    }

    private boolean hasMore(long upTo) {
        return !queue.isEmpty() || nextSource(upTo) != null;
    }

    private byte[] withRetry(byte[] blocks) {
        byte[] retry = retryIfDue();
        if (retry.length == 0) {
            return blocks;
        }
        byte[] bytes = Arrays.copyOf(retry, retry.length + blocks.length);
        System.arraycopy(blocks, 0, bytes, retry.length, blocks.length);
        return bytes;
    }

    /** The line that tells the client when to come back, or nothing if it need not be told now. */
    private byte[] retryIfDue() {
        if (loop.now() - retryDue < 0 || retryIsTheApplications()) {
            return new byte[0];
        }
        retryDue =
                loop.now() + HEARTBEATS_BETWEEN_RETRIES * settings.heartbeat().toNanos();
        return ("retry: " + streams.drawRetry().toMillis() + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Takes what was sent to this stream alone, as much as one write may have. */
    private byte[] takeSent(List<CompletableFuture<Object>> done) {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        for (SendQueue.Sent sent = queue.peek(); sent != null && append(taken, sent.frame()); sent = queue.peek()) {
            queue.remove();
            done.add(sent.stage());
        }
        return taken.toByteArray();
    }

    private boolean retryIsTheApplications() {
        for (Source source : sources) {
            if (source.log.setsRetry()) {
                return true;
            }
        }
        return setsRetry;
    }

    private void write(byte[] bytes) throws IOException {
        lastWrite = loop.now();
        if (!transport.write(bytes, 0, bytes.length)) {
            block(loop.now());
        } else if (control != null || lost > 0 || queue.isClosed() || hasMore(Long.MAX_VALUE)) {
            becomePending();
        }
    }

    private void block(long now) {
        if (!blocked) {
            blocked = true;
            blockedSince = now;
        }
    }

    private void fellBehind(Source source) {
        if (settings.policy() == SlowConsumerPolicy.DISCONNECT) {
            end(CloseReason.TOO_SLOW);
            return;
        }
        Entry newest = source.log.newest();
        lost += newest.index - source.at.index;
        source.at = newest;
        loop.touched(source.audience);
        becomePending();
    }

    /** Tells of all that was lost since the client last took something. */
    private byte[] takeGap() {
        String gap = "event: " + ControlFrames.GAP + "\ndata: {\"reason\":\"slow\",\"lost\":" + lost + "}\n\n";
        lost = 0;
        return gap.getBytes(StandardCharsets.UTF_8);
    }

    synchronized void tick(long now) {
        if (state != State.OPEN) {
            return;
        }
        if (blocked) {
            if (!begins) {
                blockedSince = now; // there is no client to wait for yet
            }
            if (now - blockedSince >= settings.writeTimeout().toNanos()) {
                end(CloseReason.TOO_SLOW);
            }
        } else if (now - lastWrite >= heartbeatAfter && control == null) {
            control = withRetry(NOTHING);
            drawHeartbeat();
            lastWrite = now;
            becomePending();
        }
    }

    /** Up to a quarter early, so that streams that were silent together do not all beat together. */
    private void drawHeartbeat() {
        long interval = settings.heartbeat().toNanos();
        heartbeatAfter = interval - ThreadLocalRandom.current().nextLong(1 + interval / 4);
    }

    synchronized void endWithServer() {
        end(CloseReason.SERVER);
    }

    synchronized void endWithError() {
        end(CloseReason.ERROR);
    }

    private void end(CloseReason why) {
        if (state != State.OPEN) {
            return;
        }
        state = State.ENDING;
        reason = why;
        finish(why);
        try {
            transport.end();
        } catch (RuntimeException fault) {
            transportEnded(); // nothing more will come of it
        }
    }

    private void transportEnded() {
        if (state == State.ENDED) {
            return;
        }
        CloseReason told = transportReason.get();
        CloseReason why = reason != null ? reason : told != null ? told : CloseReason.CLIENT_GONE;
        boolean open = state == State.OPEN;
        state = State.ENDED;
        loop.remove(this);
        if (open) {
            finish(why);
        }
    }

    private void finish(CloseReason why) {
        control = null;
        queue.fail("the stream has ended: " + why.label());
        for (Source source : List.copyOf(sources)) {
            leave(source.log);
        }
        over.complete(why);
    }
}
