package dev.breakwater.sse.webapp.http;

import dev.breakwater.sse.jaxrs.problem.Incident;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Has every error that the container or a library answers be a problem, not a page of the container's. */
public final class ProblemFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** The filter. */
    public ProblemFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ProblemResponse wrapped = new ProblemResponse(response);
        try {
            chain.doFilter(request, wrapped);
        } catch (ServletException | RuntimeException failure) {
            if (response.isCommitted() || request.isAsyncStarted()) {
                throw failure;
            }
            wrapped.send(Incident.log(failure));
        }
    }
}
