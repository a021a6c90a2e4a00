package dev.breakwater.sse.budget;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address that a request comes from. It is the peer's, unless the peer is a trusted proxy: then what the proxies
 * have written is read from the right, for only what a trusted proxy has added can be believed, up to the first address
 * that is not a trusted proxy's. Where that is no address ({@code unknown}, an obfuscated identifier, nonsense) the
 * client counts as the last proxy that can be believed. Any thread.
 */
public final class ClientAddress {
    /** How many entries are looked at, from the right: more proxies than that nobody has. */
    private static final int MOST_HOPS = 32;

    /** How much of the headers is looked at, from the right, in characters. */
    private static final int MOST_TEXT = 4_096;

    private final List<Cidr> trusted;

    private ClientAddress(List<Cidr> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * Trusts proxies.
     *
     * @param networks addresses and networks, {@code 10.0.0.0/8}; none to believe no header at all
     * @throws IllegalArgumentException if one is neither
     */
    public static ClientAddress trusting(List<String> networks) {
        return new ClientAddress(networks.stream().map(Cidr::of).toList());
    }

    /** The address, or network of IPv6, that a request is counted for. */
    public String of(HttpServletRequest request) {
        String peerText = request.getRemoteAddr() == null ? "" : request.getRemoteAddr();
        IpAddress peer = IpAddress.parse(withoutZone(peerText));
        if (peer == null) {
            return peerText;
        }
        if (!isTrusted(peer)) {
            return peer.counted();
        }
        String forwarded = joined(request.getHeaders("Forwarded"));
        List<String> hops = forwarded != null
                ? ForwardedHeader.hops(forwarded, MOST_HOPS)
                : plainHops(joined(request.getHeaders("X-Forwarded-For")));
        IpAddress believed = peer;
        for (String hop : hops) {
            IpAddress address = ForwardedHeader.address(hop);
            if (address == null) {
                return believed.counted();
            }
            believed = address;
            if (!isTrusted(address)) {
                break;
            }
        }
        return believed.counted();
    }

    private boolean isTrusted(IpAddress address) {
        for (Cidr network : trusted) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /** All fields of a header as one, the end of it if it is long; null if there is none. */
    private static @Nullable String joined(@Nullable Enumeration<String> fields) {
        if (fields == null || !fields.hasMoreElements()) {
            return null;
        }
        String all = String.join(",", Collections.list(fields));
        return all.length() <= MOST_TEXT ? all : all.substring(all.length() - MOST_TEXT);
    }

    /** The entries of X-Forwarded-For, from the right. */
    private static List<String> plainHops(@Nullable String header) {
        List<String> hops = new ArrayList<>();
        int end = header == null ? -1 : header.length();
        while (header != null && end >= 0 && hops.size() < MOST_HOPS) {
            int comma = header.lastIndexOf(',', end - 1);
            hops.add(header.substring(comma + 1, end).trim());
            end = comma;
        }
        return hops;
    }
}
