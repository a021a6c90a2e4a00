package dev.breakwater.benchmarks.measure;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.stream.LongStream;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Looks into another JVM of this machine. Attaching starts a management agent there, so attach before the memory that
 * counts is measured, and not where CPU time counts.
 */
public final class JvmProbe implements AutoCloseable {
    private static final int COLLECTIONS = 4;

    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final BufferPoolMXBean directBuffers;
    private final ThreadMXBean threads;

    private JvmProbe(JMXConnector connector) throws IOException {
        this.connector = connector;
        MBeanServerConnection server = connector.getMBeanServerConnection();
        memory = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        directBuffers = ManagementFactory.newPlatformMXBeanProxy(
                server, "java.nio:type=BufferPool,name=direct", BufferPoolMXBean.class);
        threads = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    }

    public static JvmProbe attach(long pid) throws IOException {
        try {
            VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
            try {
                return new JvmProbe(connect(jvm.startLocalManagementAgent()));
            } finally {
                jvm.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("cannot look into the JVM of process " + pid, e);
        }
    }

    @SuppressWarnings("BanJNDI") // the address is that of a process that we started
    private static JMXConnector connect(String address) throws IOException {
        return JMXConnectorFactory.connect(new JMXServiceURL(address));
    }

    /** Collects fully, several times with pauses, so that finalizers, cleaners and references get their turn. */
    public void collectGarbage() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
            Thread.sleep(300);
        }
    }

    /** Bytes of heap in use after one full collection. */
    public long heapInUse() {
        memory.gc();
        return heapBytes();
    }

    /** Bytes of heap in use, garbage included. */
    public long heapBytes() {
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Bytes that all live threads have allocated since they began. */
    public long allocatedBytes() {
        return LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    /** Live threads, the agent's among them. */
    public int threads() {
        return threads.getThreadCount();
    }

    /** Bytes of direct byte buffers. */
    public long directBytes() {
        return directBuffers.getMemoryUsed();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
