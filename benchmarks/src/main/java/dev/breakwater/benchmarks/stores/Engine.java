package dev.breakwater.benchmarks.stores;

import java.io.IOException;
import java.util.List;

/** A store of numbered records. One thread appends; it may be another one that reads afterwards. */
interface Engine extends AutoCloseable {
    /** Stores records under consecutive numbers, from {@code first} on; they are durable when this returns. */
    void append(long first, List<byte[]> records) throws IOException;

    /** Reads up to {@code most} records from a number on; returns how many there were. */
    int read(long first, int most) throws IOException;

    @Override
    void close() throws IOException;
}
