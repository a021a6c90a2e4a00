package dev.breakwater.sse.servlet;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.admission.ComeBack;
import dev.breakwater.sse.admission.Deferral;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Asks a hub whether it lets a request in, and answers those that it does not. Any thread. */
public final class Admissions {
    private static final String ACCEPT = "Accept";

    private Admissions() {}

    /**
     * Asks, unless a filter in front has asked already.
     *
     * @return null if the request is let in
     */
    public static @Nullable Deferral admit(SseHub hub, HttpServletRequest request) {
        GuardedStream guarded = GuardedStream.of(request);
        return guarded != null && guarded.isAdmittedBy(hub.admission())
                ? null
                : hub.admission().admit(Clients.hash(request, Clients.owner(request)));
    }

    /**
     * Answers a request with the come-back answer, whole and with its length, so that the client comes back on the same
     * connection.
     *
     * @throws IOException if the client is gone
     */
    public static void answer(HttpServletRequest request, HttpServletResponse response, Deferral deferral)
            throws IOException {
        ComeBack comeBack = ComeBack.to(request.getHeader(ACCEPT), deferral);
        response.setStatus(comeBack.status());
        response.setContentType(comeBack.contentType());
        comeBack.headers().forEach(response::setHeader);
        response.setContentLength(comeBack.body().length);
        response.getOutputStream().write(comeBack.body());
    }
}
