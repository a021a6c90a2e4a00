package dev.breakwater.sse.budget;

import dev.breakwater.sse.admission.Admission;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The filter's parameters in a {@code web.xml} or an annotation. */
final class InitParameters {
    private static final List<String> KNOWN = List.of(
            "total", "per-address", "per-user", "when-full", "trusted-proxies", "user", "methods", "accept-rate");

    private final FilterConfig config;

    private InitParameters(FilterConfig config) {
        this.config = config;
    }

    /**
     * Reads them.
     *
     * @throws ServletException if one is unknown or wrong; the message names it
     */
    static BudgetConfig read(FilterConfig config) throws ServletException {
        for (String name : Collections.list(config.getInitParameterNames())) {
            if (!KNOWN.contains(name)) {
                throw new ServletException("there is no parameter '" + name + "' of the connection budget: use "
                        + String.join(", ", KNOWN));
            }
        }
        try {
            return new InitParameters(config).read();
        } catch (IllegalArgumentException wrong) {
            throw new ServletException("connection budget: " + wrong.getMessage(), wrong);
        }
    }

    private BudgetConfig read() {
        Set<String> methods = Set.copyOf(list("methods", "GET"));
        if (methods.isEmpty() || !methods.stream().allMatch(method -> method.matches("[A-Z]+"))) {
            throw new IllegalArgumentException(
                    "methods must be names of methods, GET or GET,POST: '" + config.getInitParameter("methods") + "'");
        }
        int rate = atLeastZero("accept-rate");
        return BudgetConfig.of(limits())
                .trusting(trustedProxies())
                .withUser(user())
                .guarding(request -> methods.contains(request.getMethod()))
                .admittedBy(Admission.atRate(rate == 0 ? Admission.UNLIMITED : rate));
    }

    private BudgetLimits limits() {
        int total = atLeastZero("total");
        int perAddress = atLeastZero("per-address");
        int perUser = atLeastZero("per-user");
        requireWithin(total, "per-address", perAddress);
        requireWithin(total, "per-user", perUser);
        return new BudgetLimits(total, perAddress, perUser, whenFull());
    }

    private static void requireWithin(int total, String name, int limit) {
        if (total > 0 && limit > total) {
            throw new IllegalArgumentException(name + " must not be above total (" + total + "): " + limit);
        }
    }

    private List<String> trustedProxies() {
        List<String> networks = list("trusted-proxies", "");
        try {
            ClientAddress.trusting(networks);
        } catch (IllegalArgumentException noNetwork) {
            throw new IllegalArgumentException("trusted-proxies: " + noNetwork.getMessage(), noNetwork);
        }
        return networks;
    }

    /** A number; 0, which is no limit, if there is none. */
    private int atLeastZero(String name) {
        String text = config.getInitParameter(name);
        if (text == null || text.isBlank()) {
            return 0;
        }
        int number;
        try {
            number = Integer.parseInt(text.trim());
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(name + " must be a whole number: '" + text + "'", noNumber);
        }
        if (number < 0) {
            throw new IllegalArgumentException(name + " must be 0 (no limit) or more: " + number);
        }
        return number;
    }

    private List<String> list(String name, String byDefault) {
        String text = config.getInitParameter(name);
        return Arrays.stream((text == null ? byDefault : text).split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private WhenFull whenFull() {
        String text = config.getInitParameter("when-full");
        return switch (text == null ? "defer" : text.trim().toLowerCase(Locale.ROOT)) {
            case "defer" -> WhenFull.DEFER;
            case "replace" -> WhenFull.REPLACE;
            default -> throw new IllegalArgumentException("when-full must be 'defer' or 'replace': '" + text + "'");
        };
    }

    private Function<HttpServletRequest, @Nullable String> user() {
        String text = config.getInitParameter("user");
        return switch (text == null ? "principal" : text.trim().toLowerCase(Locale.ROOT)) {
            case "principal" -> BudgetConfig::principal;
            case "session" -> BudgetConfig::session;
            case "none" -> request -> null;
            default ->
                throw new IllegalArgumentException("user must be 'principal', 'session' or 'none': '" + text + "'");
        };
    }
}
