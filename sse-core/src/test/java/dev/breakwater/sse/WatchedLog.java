package dev.breakwater.sse;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class logs until this is closed, kept from the test's own output. */
final class WatchedLog extends Handler {
    private final Logger logger;
    private final List<LogRecord> entries = new CopyOnWriteArrayList<>();

    WatchedLog(Class<?> source) {
        this(source.getName());
    }

    /** For a class that the test cannot see. */
    WatchedLog(String source) {
        this.logger = Logger.getLogger(source);
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    List<String> messages() {
        return entries.stream().map(LogRecord::getMessage).toList();
    }

    List<Throwable> thrown() {
        return entries.stream().map(LogRecord::getThrown).toList();
    }

    @Override
    public void publish(LogRecord entry) {
        entries.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
