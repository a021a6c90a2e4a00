package dev.breakwater.sse.budget;

import dev.breakwater.sse.admission.Deferral;
import dev.breakwater.sse.admission.DeferralReason;
import dev.breakwater.sse.servlet.Admissions;
import dev.breakwater.sse.servlet.Clients;
import dev.breakwater.sse.servlet.GuardedStream;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many streams are open, in all, for each address and for each user, and how many open in a second, in front
 * of any endpoint that streams events: ours, a {@code SseEventSink} of Jersey's, a {@code SseEmitter} of Spring's, any
 * asynchronous servlet. Who is above a bound gets the come-back answer.
 *
 * <p>Map it on the endpoint with asynchronous processing allowed, in front of everything but filters that add headers to
 * every answer, such as CORS. In {@code web.xml}, or in an annotation of a subclass, it has these parameters:
 *
 * <table>
 * <caption>Parameters</caption>
 * <tr><th>name</th><th>default</th><th>what</th></tr>
 * <tr><td>total, per-address, per-user</td><td>0: no limit</td><td>streams that may be open</td></tr>
 * <tr><td>when-full</td><td>defer</td><td>defer or replace: see {@link WhenFull}</td></tr>
 * <tr><td>trusted-proxies</td><td>none</td><td>networks, separated by commas: see {@link ClientAddress}</td></tr>
 * <tr><td>user</td><td>principal</td><td>principal, session or none</td></tr>
 * <tr><td>methods</td><td>GET</td><td>which requests are counted</td></tr>
 * <tr><td>accept-rate</td><td>0: no limit</td><td>streams that may open in a second</td></tr>
 * </table>
 *
 * <p>Thread-safe.
 */
public class ConnectionBudgetFilter implements Filter {
    /** Null until {@link #init} has read it. */
    private volatile @Nullable BudgetConfig config;

    private volatile ConnectionBudget budget;

    /** A filter that is configured by its parameters. */
    public ConnectionBudgetFilter() {
        this.budget = new ConnectionBudget(BudgetLimits.NONE);
    }

    /** A filter that is configured by the program. */
    public ConnectionBudgetFilter(BudgetConfig config) {
        this.config = config;
        this.budget = new ConnectionBudget(config.limits());
    }

    /**
     * Says that the stream of a request has begun, and how it can be ended when its owner opens another one and
     * {@link WhenFull#REPLACE} is configured, or the same client does. Now the stream ends whose place it takes, so call
     * it when the request is not going to be refused any more. An application whose streams are not a hub's calls this with something like
     * {@code () -> emitter.complete()}, if that is safe on another thread: see {@link GuardedStream#onReplace}. Does
     * nothing if no such filter is in front.
     */
    public static void onReplace(ServletRequest request, Runnable end) {
        GuardedStream.replaceBy(request, end);
    }

    /** What is open. */
    public final ConnectionBudget budget() {
        return budget;
    }

    @Override
    public void init(FilterConfig filterConfig) throws ServletException {
        if (config == null) {
            BudgetConfig read = InitParameters.read(filterConfig);
            config = read;
            budget = new ConnectionBudget(read.limits());
        }
    }

    /**
     * Counts nothing any more of what was open: a container that stops does not say of every stream that it is over. Tomcat
     * drops what its threads have not got to. A filter that is put into service once more would count those for ever.
     */
    @Override
    public void destroy() {
        budget.releaseAll();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        BudgetConfig rules = config;
        if (rules != null
                && request instanceof HttpServletRequest asked
                && response instanceof HttpServletResponse answer
                && asked.getDispatcherType() == DispatcherType.REQUEST
                && rules.guarded().test(asked)) {
            guard(rules, asked, answer, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void guard(BudgetConfig rules, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Owner owner = owner(rules, request);
        DeferralReason full = budget.refusal(owner);
        Deferral deferral = full != null
                ? rules.admission().untilThereIsRoom(full)
                : rules.admission().admit(Clients.hash(request, owner.address()));
        if (deferral != null) {
            Admissions.answer(request, response, deferral);
            return;
        }
        ConnectionBudget.Answer taken = budget.take(owner);
        Place place = taken.place();
        if (place == null) {
            DeferralReason reason = taken.refusal() == null ? DeferralReason.REFUSED : taken.refusal();
            Admissions.answer(request, response, rules.admission().untilThereIsRoom(reason));
            return;
        }
        Guard guard = new Guard(place, rules.admission());
        request.setAttribute(GuardedStream.ATTRIBUTE, guard);
        try {
            chain.doFilter(
                    new GuardedRequest(request, guard),
                    rules.watchesWrites() ? new GuardedResponse(response, guard) : response);
        } finally {
            guard.afterChain(request);
        }
    }

    private static Owner owner(BudgetConfig rules, HttpServletRequest request) {
        String address = rules.addresses().of(request);
        String user = rules.user().apply(request);
        Principal named = user == null ? null : () -> user;
        return new Owner(address, user, Clients.key(request, Clients.owner(named, address)));
    }
}
