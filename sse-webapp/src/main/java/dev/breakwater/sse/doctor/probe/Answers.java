package dev.breakwater.sse.doctor.probe;

import dev.breakwater.sse.doctor.json.JsonText;
import dev.breakwater.sse.jaxrs.problem.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers that are whole at once. */
final class Answers {
    private Answers() {}

    static void json(HttpServletResponse response, Map<String, Object> object) throws IOException {
        byte[] json = JsonText.of(object).getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store, no-transform");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    static void problem(HttpServletResponse response, int status, String sentence) throws IOException {
        Problem problem = new Problem(status, sentence);
        byte[] json = problem.json();
        response.setStatus(status);
        response.setContentType(Problem.MEDIA_TYPE);
        problem.headers().forEach(response::setHeader);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
