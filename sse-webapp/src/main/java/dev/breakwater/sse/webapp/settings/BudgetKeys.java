package dev.breakwater.sse.webapp.settings;

import dev.breakwater.sse.budget.BudgetConfig;
import dev.breakwater.sse.budget.BudgetLimits;
import dev.breakwater.sse.budget.ClientAddress;
import dev.breakwater.sse.budget.WhenFull;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of the connection budgets. What the limits may be depends on each other: they are checked together. */
final class BudgetKeys {
    private static final String TOTAL = "breakwater.budget.total";
    private static final String PER_ADDRESS = "breakwater.budget.per-address";
    private static final String PER_USER = "breakwater.budget.per-user";
    private static final String WHEN_FULL = "breakwater.budget.when-full";
    private static final String TRUSTED_PROXIES = "breakwater.trusted-proxies";

    private BudgetKeys() {}

    static List<String> names() {
        return List.of(TOTAL, PER_ADDRESS, PER_USER, WHEN_FULL, TRUSTED_PROXIES);
    }

    static BudgetConfig read(Values values) {
        BudgetConfig config = BudgetConfig.of(limits(values));
        List<String> proxies = values.parsed(TRUSTED_PROXIES, BudgetKeys::networks, List.of());
        return config.trusting(proxies);
    }

    private static BudgetLimits limits(Values values) {
        int total = values.parsed(TOTAL, Texts::integer, 0);
        int perAddress = values.parsed(PER_ADDRESS, Texts::integer, 0);
        int perUser = values.parsed(PER_USER, Texts::integer, 0);
        WhenFull whenFull = values.parsed(WHEN_FULL, BudgetKeys::whenFull, WhenFull.DEFER);
        try {
            return new BudgetLimits(total, perAddress, perUser, whenFull);
        } catch (IllegalArgumentException wrong) {
            values.fault(given(values) + ": " + wrong.getMessage());
            return BudgetLimits.NONE;
        }
    }

    private static String given(Values values) {
        return Stream.of(TOTAL, PER_ADDRESS, PER_USER)
                .map(values::given)
                .filter(Objects::nonNull)
                .map(BudgetKeys::text)
                .collect(Collectors.joining(", "));
    }

    private static String text(@Nullable Given given) {
        return String.valueOf(given);
    }

    private static WhenFull whenFull(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "defer" -> WhenFull.DEFER;
            case "replace" -> WhenFull.REPLACE;
            default -> throw new IllegalArgumentException("must be 'defer' or 'replace'");
        };
    }

    private static List<String> networks(String text) {
        List<String> networks = Arrays.stream(text.split(",")).map(String::trim).toList();
        ClientAddress.trusting(networks); // says which is none
        return networks;
    }
}
