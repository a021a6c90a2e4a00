package dev.breakwater.benchmarks.stores;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB: one synced write batch for each group. */
final class RocksEngine implements Engine {
    private final Options options = new Options().setCreateIfMissing(true);
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final RocksDB database;

    RocksEngine(Path directory) throws IOException {
        RocksDB.loadLibrary();
        try {
            database = RocksDB.open(options, directory.toString());
        } catch (RocksDBException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void append(long first, List<byte[]> records) throws IOException {
        try (WriteBatch batch = new WriteBatch()) {
            long number = first;
            for (byte[] one : records) {
                batch.put(key(number++), one);
            }
            database.write(synced, batch);
        } catch (RocksDBException e) {
            throw new IOException(e);
        }
    }

    @Override
    public int read(long first, int most) {
        int count = 0;
        try (RocksIterator records = database.newIterator()) {
            for (records.seek(key(first)); count < most && records.isValid(); records.next()) {
                count += records.value().length > 0 ? 1 : 0;
            }
        }
        return count;
    }

    @Override
    public void close() {
        database.close();
        synced.close();
        options.close();
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
