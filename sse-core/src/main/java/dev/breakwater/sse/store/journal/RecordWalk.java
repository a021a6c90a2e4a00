package dev.breakwater.sse.store.journal;

/**
 * Walks through the records in an array, and over what is damaged: there the next whole header is searched for, byte by
 * byte.
 */
final class RecordWalk {
    private RecordWalk() {}

    /** Told what is found, in order. */
    interface Visitor {
        /** A record whose checksums are right. */
        void record(int offset, RecordHeader header);

        /**
         * Bytes that are no record.
         *
         * @param reachesEnd whether there is no record after them
         */
        void damage(int offset, int length, boolean reachesEnd);
    }

    /**
     * Walks from one offset to another. The array must have all bytes of the last record before the end, if that is
     * whole.
     */
    static void walk(byte[] bytes, int from, int to, Visitor visitor) {
        int at = from;
        int damagedFrom = -1;
        while (at < to) {
            RecordHeader header = to - at >= RecordHeader.LENGTH ? RecordHeader.read(bytes, at) : null;
            boolean whole = header != null && header.recordLength() <= to - at && header.hasBody(bytes, at);
            if (header != null && whole) {
                if (damagedFrom >= 0) {
                    visitor.damage(damagedFrom, at - damagedFrom, false);
                    damagedFrom = -1;
                }
                visitor.record(at, header);
                at += header.recordLength();
            } else {
                damagedFrom = damagedFrom < 0 ? at : damagedFrom;
                at++;
            }
        }
        if (damagedFrom >= 0) {
            visitor.damage(damagedFrom, to - damagedFrom, true);
        }
    }
}
