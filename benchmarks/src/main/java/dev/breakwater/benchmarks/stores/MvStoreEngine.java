package dev.breakwater.benchmarks.stores;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** H2's MVStore: a commit and a sync for each group. */
final class MvStoreEngine implements Engine {
    private final MVStore store;
    private final MVMap<Long, byte[]> map;

    MvStoreEngine(Path directory) {
        store = new MVStore.Builder()
                .fileName(directory.resolve("events.mv").toString())
                .autoCommitDisabled()
                .open();
        map = store.openMap("events");
    }

    @Override
    public void append(long first, List<byte[]> records) {
        long number = first;
        for (byte[] one : records) {
            map.append(number++, one);
        }
        store.commit();
        store.sync();
    }

    @Override
    public int read(long first, int most) {
        Iterator<Long> keys = map.keyIterator(first);
        int count = 0;
        while (count < most && keys.hasNext()) {
            if (map.get(keys.next()) != null) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void close() {
        store.close();
    }
}
