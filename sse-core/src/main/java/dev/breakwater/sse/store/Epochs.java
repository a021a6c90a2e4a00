package dev.breakwater.sse.store;

import java.util.random.RandomGenerator;

/** Draws the names of lives of a history. */
public final class Epochs {
    private static final int LENGTH = 8;
    private static final int LETTERS_AND_DIGITS = 36;

    private Epochs() {}

    /** Eight letters and digits at random. */
    public static String draw(RandomGenerator random) {
        StringBuilder drawn = new StringBuilder(LENGTH);
        while (drawn.length() < LENGTH) {
            drawn.append(Character.forDigit(random.nextInt(LETTERS_AND_DIGITS), LETTERS_AND_DIGITS));
        }
        return drawn.toString();
    }
}
