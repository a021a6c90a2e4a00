package dev.breakwater.sse.jetty.container;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;

/**
 * Keeps the heap of a HotSpot JVM near what is in use. By default it begins with a 64th of the machine's memory, uses all
 * of that before it collects, and later keeps up to 70 % free: an idle stream, 7 KB of objects, then costs 30 KB and
 * more. A jar cannot bring JVM flags with it, but some can be set while it runs. What the user has set stays.
 */
public final class HeapThrift {
    private HeapThrift() {}

    /** Call it when the server has started: what that needed is given back at once. */
    public static void apply() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (jvm != null) {
            set(jvm, "MinHeapFreeRatio", "5");
            set(jvm, "MaxHeapFreeRatio", "20");
            // Only a collection gives memory back, and a server that has gone quiet makes few.
            set(jvm, "G1PeriodicGCInterval", "60000");
            System.gc();
        }
    }

    private static void set(HotSpotDiagnosticMXBean jvm, String option, String value) {
        try {
            if (jvm.getVMOption(option).getOrigin() == VMOption.Origin.DEFAULT) {
                jvm.setVMOption(option, value);
            }
        } catch (IllegalArgumentException unknown) {
            // Another JVM, another collector: it keeps its own habits.
        }
    }
}
