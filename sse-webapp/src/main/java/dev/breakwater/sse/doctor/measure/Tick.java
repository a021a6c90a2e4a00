package dev.breakwater.sse.doctor.measure;

/**
 * A tick that has arrived whole.
 *
 * @param number which, from 0
 * @param madeAt when the server made it, in milliseconds of the server's clock
 * @param before how many bytes of the stream there were before it
 * @param bytes how long its padding is
 * @param arrivedAt when it arrived, in milliseconds of the client's clock
 */
public record Tick(int number, double madeAt, long before, int bytes, double arrivedAt) {}
