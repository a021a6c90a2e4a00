package dev.breakwater.sse.delivery;

import dev.breakwater.sse.log.Cursor;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * How a stream begins.
 *
 * @param cursor where; it keeps its chains alive, so whoever has it must release it
 * @param preamble what the client is told first, in the event stream format
 * @param snapshotThrough up to this position the client gets the latest event of each key only; 0 for no such thing
 * @param namesTopics whether the client is told the topics of each event
 * @param sought where to go first, if that has to be looked up; nothing but the preamble is delivered until it is found
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Beginning(
        Cursor cursor,
        byte[] preamble,
        long snapshotThrough,
        boolean namesTopics,
        @Nullable CompletionStage<Place> sought) {
    /** A beginning at the cursor as it is. */
    public static Beginning at(Cursor cursor, byte[] preamble) {
        return new Beginning(cursor, preamble, 0, false, null);
    }

    /** The same for a client that is told the topics of each event, or not. */
    public Beginning namingTopics(boolean names) {
        return names == namesTopics ? this : new Beginning(cursor, preamble, snapshotThrough, names, sought);
    }
}
