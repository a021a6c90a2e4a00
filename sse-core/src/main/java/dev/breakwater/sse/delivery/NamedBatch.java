package dev.breakwater.sse.delivery;

import dev.breakwater.sse.event.TopicLines;
import dev.breakwater.sse.log.LogEntry;

/** A batch for clients that want to be told of each event's topics, in lines before its frame. */
final class NamedBatch extends Batch {
    private final TopicLines lines;

    NamedBatch(int capacity, TopicLines lines) {
        super(capacity);
        this.lines = lines;
    }

    @Override
    int lengthOf(LogEntry entry) {
        return lines.of(entry.topics()).length + entry.length();
    }

    @Override
    byte[] alone(LogEntry entry) {
        byte[] frame = new byte[lengthOf(entry)];
        copy(entry, frame, 0);
        return frame;
    }

    @Override
    void copy(LogEntry entry, byte[] to, int at) {
        byte[] topics = lines.of(entry.topics());
        System.arraycopy(topics, 0, to, at, topics.length);
        super.copy(entry, to, at + topics.length);
    }
}
