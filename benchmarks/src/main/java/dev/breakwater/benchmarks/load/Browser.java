package dev.breakwater.benchmarks.load;

/** How browsers come back: neither adds jitter or backs off, and both wait as long as {@code retry:} says. */
enum Browser {
    CHROMIUM(3_000, 0),
    FIREFOX(5_000, 500);

    private final long untoldMillis;
    private final long leastMillis;

    Browser(long untoldMillis, long leastMillis) {
        this.untoldMillis = untoldMillis;
        this.leastMillis = leastMillis;
    }

    /** The delay before a server has said one. */
    long untoldMillis() {
        return untoldMillis;
    }

    /** What becomes of a delay that a server says. */
    long told(long millis) {
        return Math.max(leastMillis, millis);
    }
}
