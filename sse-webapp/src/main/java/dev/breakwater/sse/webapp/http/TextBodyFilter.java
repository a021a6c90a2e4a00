package dev.breakwater.sse.webapp.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Hides that a body calls itself a form, as everything does that {@code curl --data} sends. Otherwise Jersey would begin
 * to read it before the publisher's token is looked at, and a container might take it apart as parameters.
 */
public final class TextBodyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String TEXT = "text/plain";

    /** The filter. */
    public TextBodyFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // Not getContentType(), with which Jetty fails where it does not know the charset.
        String type = request.getHeader(CONTENT_TYPE);
        boolean form = type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM);
        chain.doFilter(form ? new TextRequest(request, TEXT + type.substring(FORM.length())) : request, response);
    }

    private static final class TextRequest extends HttpServletRequestWrapper {
        private final String type;

        TextRequest(HttpServletRequest request, String type) {
            super(request);
            this.type = type;
        }

        @Override
        public String getContentType() {
            return type;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase(CONTENT_TYPE) ? type : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return name.equalsIgnoreCase(CONTENT_TYPE)
                    ? Collections.enumeration(List.of(type))
                    : super.getHeaders(name);
        }
    }
}
