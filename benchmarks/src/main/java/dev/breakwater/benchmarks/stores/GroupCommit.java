package dev.breakwater.benchmarks.stores;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** Makes groups of what several publishers append at once: one thread writes all that waits. */
final class GroupCommit implements AutoCloseable {
    private record Waiting(byte[] bytes, CompletableFuture<Long> number) {}

    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(100_000);
    private final Engine engine;
    private final Thread writer = new Thread(this::write, "writer");
    private long groups;

    GroupCommit(Engine engine) {
        this.engine = engine;
        writer.setDaemon(true);
        writer.start();
    }

    CompletableFuture<Long> append(byte[] bytes) {
        Waiting waiting = new Waiting(bytes, new CompletableFuture<>());
        if (!queue.offer(waiting)) {
            throw new IllegalStateException("the queue is full");
        }
        return waiting.number();
    }

    /** How many groups there were, once it is closed. */
    long groups() {
        return groups;
    }

    @Override
    public void close() throws IOException {
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void write() {
        long next = 0;
        List<Waiting> group = new ArrayList<>();
        try {
            while (true) {
                group.clear();
                group.add(queue.take());
                queue.drainTo(group);
                engine.append(next, group.stream().map(Waiting::bytes).toList());
                for (Waiting one : group) {
                    one.number().complete(next++);
                }
                groups++;
            }
        } catch (InterruptedException closed) {
            group.forEach(one -> one.number().cancel(false));
        } catch (IOException failed) {
            group.forEach(one -> one.number().completeExceptionally(failed));
        }
    }
}
