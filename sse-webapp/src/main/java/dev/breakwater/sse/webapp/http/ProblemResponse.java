package dev.breakwater.sse.webapp.http;

import dev.breakwater.sse.jaxrs.problem.Problem;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** A response whose errors are problems. Headers that were set before, such as those of CORS, stay. */
final class ProblemResponse extends HttpServletResponseWrapper {
    ProblemResponse(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void sendError(int status) throws IOException {
        send(Problem.of(status, getHeader("Allow")));
    }

    /** Sends the status; the message is a library's, and not for clients. */
    @Override
    public void sendError(int status, String message) throws IOException {
        sendError(status);
    }

    void send(Problem problem) throws IOException {
        if (isCommitted()) {
            throw new IllegalStateException("the response is committed already");
        }
        byte[] json = problem.json();
        resetBuffer();
        setStatus(problem.status());
        setContentType(Problem.MEDIA_TYPE);
        problem.headers().forEach(this::setHeader);
        setContentLength(json.length);
        getOutputStream().write(json);
        flushBuffer();
    }
}
