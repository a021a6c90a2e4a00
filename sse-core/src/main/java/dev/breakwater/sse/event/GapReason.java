package dev.breakwater.sse.event;

import java.util.Locale;

/** Why a client will not get some events. On the wire the name is in lower case. */
public enum GapReason {
    /** Events after the client's last one were let go by the retention. */
    EXPIRED,
    /** The client's last event id is from another life of the log; what it missed is not known. */
    EPOCH,
    /** The client's last event id is not one of ours; what it missed is not known. */
    INVALID,
    /** The client's last event id is newer than anything in the log. */
    FUTURE,
    /** The store cannot read some events any more: what is there is damaged. */
    DAMAGED,
    /** The client reads too slowly, and its policy is to skip. */
    SLOW;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
