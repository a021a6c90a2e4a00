package dev.breakwater.sse.jaxrs.foreign;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.Transport;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A stream over a sink that is not ours. Its shard never calls the sink, which may block, but gives each write to a thread
 * that may; the next write is taken when the sink says that it has sent the last one. So what waits in the sink is bounded
 * by one write, however the sink keeps it.
 *
 * <pre>
 * IDLE     takes a write
 * SENDING  the sink has the events of a write, and has not sent them all
 * ENDING   the sink is to be closed when it has sent what it has, or at once when it is cut
 * ENDED    the sink is closed, or about to be
 * </pre>
 */
public final class SinkTransport implements Transport {
    /** How long a thread waits for the sink before it leaves that to the sink's stages. */
    private static final long PATIENCE_MILLIS = 250;

    private enum State {
        IDLE,
        SENDING,
        ENDING,
        ENDED
    }

    private final SseEventSink sink;
    private final Executor senders;

    // Guarded by this.
    private State state = State.IDLE;
    private boolean sending;
    private @Nullable Signals signals;

    /** A stream over a sink, which is called on the given threads only. */
    public SinkTransport(SseEventSink sink, Executor senders) {
        this.sink = sink;
        this.senders = senders;
    }

    @Override
    public void start(Signals newSignals) {
        synchronized (this) {
            signals = newSignals;
        }
        newSignals.writable();
    }

    @Override
    public boolean isReady() {
        synchronized (this) {
            if (state != State.IDLE) {
                return false;
            }
        }
        if (sink.isClosed()) {
            end(CloseReason.CLIENT_GONE);
            return false;
        }
        return true;
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        synchronized (this) {
            if (state != State.IDLE) {
                return false;
            }
            state = State.SENDING;
            sending = true;
        }
        senders.execute(() -> send(Blocks.events(bytes, offset, length)));
        return false;
    }

    @Override
    public void end() {
        synchronized (this) {
            if (state == State.ENDED) {
                return;
            }
            if (sending) {
                state = State.ENDING;
                return;
            }
        }
        closeAndEnd(CloseReason.APPLICATION);
    }

    @Override
    public void cut() {
        closeAndEnd(CloseReason.TOO_SLOW);
    }

    // A thread that may block.

    private void send(List<OutboundSseEvent> events) {
        CompletionStage<?> all;
        try {
            all = CompletableFuture.allOf(events.stream()
                    .map(event -> sink.send(event).toCompletableFuture())
                    .toArray(CompletableFuture[]::new));
            CompletableFuture<?> awaited = all.toCompletableFuture();
            if (isLate(awaited)) {
                // CXF may have put the last event aside just when it stopped looking: another one has it look again.
                sink.send(Blocks.nothing());
                isLate(awaited);
            }
        } catch (RuntimeException closedMeanwhile) {
            all = CompletableFuture.failedStage(closedMeanwhile);
        }
        all.whenComplete((sent, failure) -> sent(failure));
    }

    private static boolean isLate(CompletableFuture<?> all) {
        try {
            all.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException late) {
            return true;
        } catch (ExecutionException failed) {
            return false; // told by the stage
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void sent(@Nullable Throwable failure) {
        Signals told;
        boolean ends;
        synchronized (this) {
            sending = false;
            ends = state == State.ENDING;
            if (state == State.SENDING) {
                state = State.IDLE;
            }
            told = signals;
        }
        if (ends) {
            closeAndEnd(CloseReason.APPLICATION);
        } else if (failure != null) {
            closeAndEnd(CloseReason.CLIENT_GONE);
        } else if (told != null) {
            told.writable();
        }
    }

    private void closeAndEnd(CloseReason why) {
        if (end(why)) {
            senders.execute(this::close);
        }
    }

    private void close() {
        try {
            sink.close();
        } catch (RuntimeException alreadyClosed) {
            // It is closed.
        }
    }

    private boolean end(CloseReason why) {
        Signals told;
        synchronized (this) {
            if (state == State.ENDED) {
                return false;
            }
            state = State.ENDED;
            told = signals;
        }
        if (told != null) {
            told.ended(why);
        }
        return true;
    }
}
