package dev.breakwater.sse.doctor.probe;

/**
 * How the doctor is served.
 *
 * @param access who may use it; by default whoever has the token
 * @param streams how many probe streams may be open at once, 6..1000; by default {@value #DEFAULT_STREAMS}. An examination
 *     has up to six
 */
public record DoctorConfig(DoctorAccess access, int streams) {
    /** Four examinations at once. */
    public static final int DEFAULT_STREAMS = 24;

    private static final int FEWEST = 6;
    private static final int MOST = 1_000;

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public DoctorConfig {
        if (streams < FEWEST || streams > MOST) {
            throw new IllegalArgumentException("must be " + FEWEST + ".." + MOST);
        }
    }
}
