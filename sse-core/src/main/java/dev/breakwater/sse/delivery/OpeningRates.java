package dev.breakwater.sse.delivery;

import java.util.function.DoubleSupplier;

/**
 * How many new streams there may be in a second; asked whenever it matters, for rates change.
 *
 * @param planned what the node takes when all is well: the windows of {@code retry:} are as wide as that needs
 * @param allowed at most how many are opened now; {@link Integer#MAX_VALUE} and more for as many as come
 */
public record OpeningRates(DoubleSupplier planned, DoubleSupplier allowed) {}
