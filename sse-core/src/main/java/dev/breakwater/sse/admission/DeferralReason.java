package dev.breakwater.sse.admission;

import java.util.Locale;

/** Why a client is told to come back later. */
public enum DeferralReason {
    /** More new streams come than the accept rate. */
    RATE("more clients come at once than this server takes in a second"),
    /** As many streams are open as there may be in all. */
    BUDGET_TOTAL("as many streams are open as there may be"),
    /** The client's address has as many streams as one may have. */
    BUDGET_ADDRESS("as many streams of this address are open as there may be: close one"),
    /** The client's user has as many streams as one may have. */
    BUDGET_USER("as many streams of this user are open as there may be: close one"),
    /** The server is being emptied. */
    DRAINING("this server is being emptied: use another one, or come back"),
    /** The server is stopping. */
    STOPPING("this server is stopping"),
    /** The hub refused the subscription. */
    REFUSED("this server takes no such stream now");

    private final String sentence;

    DeferralReason(String sentence) {
        this.sentence = sentence;
    }

    /** The reason in words, for the client; plain ASCII without quotes. */
    public String sentence() {
        return sentence;
    }

    /** The name in metrics: {@code budget-address}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
