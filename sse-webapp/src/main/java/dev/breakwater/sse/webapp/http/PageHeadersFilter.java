package dev.breakwater.sse.webapp.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Confines the pages: they load nothing from elsewhere, run no script but their own, and cannot be framed. */
public final class PageHeadersFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String POLICY =
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'";

    /** The filter. */
    public PageHeadersFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // Not for a stream: it keeps its headers in memory for as long as it is open, and is no page.
        if (!request.getServletPath().startsWith(ApiPaths.EVENTS)) {
            response.setHeader("Content-Security-Policy", POLICY);
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Referrer-Policy", "no-referrer");
        }
        chain.doFilter(request, response);
    }
}
