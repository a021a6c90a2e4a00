package dev.breakwater.sse.budget;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A network, {@code 10.0.0.0/8} or {@code 2001:db8::/32}; an address alone is a network of one. */
record Cidr(IpAddress network, int prefix) {
    /**
     * Reads a network.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Cidr of(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        int bits = address == null ? 0 : address.bits();
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
        if (address == null || prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "trusted proxy must be an address or a network, 10.0.0.0/8 or 2001:db8::/32");
        }
        Cidr cidr = new Cidr(address.network(prefix), prefix);
        if (!Arrays.equals(cidr.network.bytes(), address.bytes())) {
            throw new IllegalArgumentException("trusted proxy has bits behind its prefix: write " + cidr);
        }
        return cidr;
    }

    private static int prefix(String text) {
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
    }

    boolean contains(@Nullable IpAddress address) {
        return address != null
                && address.bits() == network.bits()
                && Arrays.equals(address.network(prefix).bytes(), network.bytes());
    }

    @Override
    public String toString() {
        return network + "/" + prefix;
    }
}
