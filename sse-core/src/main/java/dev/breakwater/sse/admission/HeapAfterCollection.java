package dev.breakwater.sse.admission;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * How full the heap was after its last garbage collection: what is in use between collections says nothing, because a
 * healthy heap fills up before each. Looks at the pool that may grow largest, where what stays ends up.
 */
final class HeapAfterCollection {
    private HeapAfterCollection() {}

    /** In percent of the most that there may be; 0 where the JVM does not say. */
    static int percent() {
        long most = 0;
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            if (usage != null && usage.getMax() > most) {
                most = usage.getMax();
                used = usage.getUsed();
            }
        }
        return most == 0 ? 0 : (int) (100 * used / most);
    }
}
