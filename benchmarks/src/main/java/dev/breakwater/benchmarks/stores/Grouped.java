package dev.breakwater.benchmarks.stores;

import java.io.IOException;

/** An engine behind a group commit. */
final class Grouped implements Contender {
    private final Engine engine;
    private final GroupCommit commit;
    private long read;

    Grouped(Engine engine) {
        this.engine = engine;
        this.commit = new GroupCommit(engine);
    }

    @Override
    public Appender appender() {
        return event -> commit.append(event).join();
    }

    @Override
    public int readOn(int most) throws IOException {
        int count = engine.read(read, most);
        read += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        commit.close();
        engine.close();
    }
}
