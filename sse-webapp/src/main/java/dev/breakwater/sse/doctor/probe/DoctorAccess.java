package dev.breakwater.sse.doctor.probe;

/** Who may examine the path. */
public enum DoctorAccess {
    /** Nobody: there is no doctor. */
    OFF,
    /** Whoever has the publishers' token. */
    TOKEN,
    /** Anybody. */
    ON
}
