package dev.breakwater.sse.jetty.process;

import java.util.ArrayList;
import java.util.List;

/** Reads the event stream format, line by line (HTML, 9.2.6). Thread-safe. */
public final class EventReader {
    private final List<String> data = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private String name = "";
    private String id = "";
    private String lastEventId = "";
    private boolean started;

    /** Takes in a line. */
    public synchronized void line(String line) {
        started = true;
        if (line.isEmpty()) {
            dispatch();
        } else if (line.startsWith("data:")) {
            current.append(value(line)).append('\n');
        } else if (line.startsWith("event:")) {
            name = value(line);
        } else if (line.startsWith("id:")) {
            id = value(line);
        }
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    private void dispatch() {
        lastEventId = id;
        if (!current.isEmpty() && name.isEmpty()) {
            data.add(current.substring(0, current.length() - 1));
        }
        forgetUnfinished();
    }

    private void forgetUnfinished() {
        current.setLength(0);
        name = "";
    }

    /** The connection is gone: what was not finished does not count. */
    public synchronized void cut() {
        forgetUnfinished();
        id = lastEventId;
    }

    /** Whether anything has come. */
    public synchronized boolean hasStarted() {
        return started;
    }

    /** How many unnamed events there were. */
    public synchronized int count() {
        return data.size();
    }

    /** The data of the unnamed events. */
    public synchronized List<String> data() {
        return List.copyOf(data);
    }

    public synchronized String lastEventId() {
        return lastEventId;
    }
}
