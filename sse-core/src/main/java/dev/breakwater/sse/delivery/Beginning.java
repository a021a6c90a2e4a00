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
 * @param form what the stream has besides events
 * @param sought where to go first, if that has to be looked up; nothing but the preamble is delivered until it is found
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Beginning(
        Cursor cursor,
        byte[] preamble,
        long snapshotThrough,
        StreamForm form,
        @Nullable CompletionStage<Place> sought) {
    /** A beginning at the cursor as it is. */
    public static Beginning at(Cursor cursor, byte[] preamble) {
        return new Beginning(cursor, preamble, 0, StreamForm.PLAIN, null);
    }

    /** The same in a form. */
    public Beginning in(StreamForm newForm) {
        // Not asked whether it has it already: JDK 17 remembers the record whose equals was linked last, and with it
        // the class loader of an application that is gone.
        return new Beginning(cursor, preamble, snapshotThrough, newForm, sought);
    }
}
