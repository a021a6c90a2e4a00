package dev.breakwater.sse.budget;

import dev.breakwater.sse.admission.Admission;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ConnectionBudgetFilter} guards, and how. Immutable; each method returns a changed copy.
 *
 * @param limits how many streams may be open
 * @param addresses how the address of a request is found
 * @param user who a request's user is; null for nobody
 * @param guarded which requests are counted
 * @param admission what limits how many may open in a second
 * @param watchesWrites whether failed writes are noticed by wrapping the response; not needed in front of a hub's streams
 */
public record BudgetConfig(
        BudgetLimits limits,
        ClientAddress addresses,
        Function<HttpServletRequest, @Nullable String> user,
        Predicate<HttpServletRequest> guarded,
        Admission admission,
        boolean watchesWrites) {

    /** Limits, no trusted proxy, the user by its principal, every {@code GET}, and as many a second as come. */
    public static BudgetConfig of(BudgetLimits limits) {
        return new BudgetConfig(
                limits,
                ClientAddress.trusting(List.of()),
                BudgetConfig::principal,
                request -> request.getMethod().equals("GET"),
                Admission.atRate(Admission.UNLIMITED),
                true);
    }

    /** The user that the container has authenticated. */
    public static @Nullable String principal(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        return principal == null ? null : principal.getName();
    }

    /** The session, if the request has one; none is made. */
    public static @Nullable String session(HttpServletRequest request) {
        var session = request.getSession(false);
        return session == null ? null : session.getId();
    }

    /** The same behind proxies: see {@link ClientAddress#trusting}. */
    public BudgetConfig trusting(List<String> networks) {
        return new BudgetConfig(limits, ClientAddress.trusting(networks), user, guarded, admission, watchesWrites);
    }

    /** The same with users found otherwise. */
    public BudgetConfig withUser(Function<HttpServletRequest, @Nullable String> newUser) {
        return new BudgetConfig(limits, addresses, newUser, guarded, admission, watchesWrites);
    }

    /** The same for certain requests only. */
    public BudgetConfig guarding(Predicate<HttpServletRequest> newGuarded) {
        return new BudgetConfig(limits, addresses, user, newGuarded, admission, watchesWrites);
    }

    /** The same with a rate at which streams may open; a hub's own, where there is a hub. */
    public BudgetConfig admittedBy(Admission newAdmission) {
        return new BudgetConfig(limits, addresses, user, guarded, newAdmission, watchesWrites);
    }

    /**
     * The same in front of a hub's streams alone, whose every end the container is told of: the response stays as it is,
     * and deliveries can go the shortest way.
     */
    public BudgetConfig inFrontOfAHub() {
        return new BudgetConfig(limits, addresses, user, guarded, admission, false);
    }
}
