package dev.breakwater.sse.jaxrs.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/** Ends a request with a problem as its answer. */
public final class ProblemException extends WebApplicationException {
    private static final long serialVersionUID = 1L;

    /** A problem, with nothing but the usual headers. */
    public ProblemException(int status, String detail) {
        this(detail, new Problem(status, detail).answer().build());
    }

    private ProblemException(String detail, Response answer) {
        super(detail, answer);
    }

    /** A problem with a header of its own. */
    public static ProblemException withHeader(int status, String detail, String header, Object value) {
        return new ProblemException(
                detail,
                new Problem(status, detail).answer().header(header, value).build());
    }
}
