package dev.breakwater.sse.doctor.probe;

import dev.breakwater.sse.admission.ComeBack;
import dev.breakwater.sse.admission.Deferral;
import dev.breakwater.sse.admission.DeferralReason;
import dev.breakwater.sse.doctor.plan.ProbeShape;
import dev.breakwater.sse.servlet.EventStreams;
import dev.breakwater.sse.servlet.ServletTransport;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The doctor's page and probes. */
public final class DoctorServlet extends HttpServlet {
    /** The path of the page. */
    public static final String PAGE = "/doctor";

    private static final String TICKET = PAGE + "/ticket";
    private static final String PROBE = PAGE + "/probe";
    private static final String ECHO = PAGE + "/echo";
    private static final String ENDED = PAGE + "/ended";
    private static final String COME_BACK = PAGE + "/comeback";

    /** The paths of the servlet; all else below the page's is files. */
    public static final List<String> PATHS = List.of(PAGE, TICKET, PROBE, ECHO, ENDED, COME_BACK);

    private static final long serialVersionUID = 1L;
    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(1);

    private final transient Doctor doctor;

    /** A servlet of a doctor, which must be allowed asynchronous processing. */
    public DoctorServlet(Doctor doctor) {
        this.doctor = doctor;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (!isOn(response)) {
            return;
        }
        if (request.getServletPath().equals(PAGE)) {
            request.getRequestDispatcher(PAGE + ".html").forward(request, response);
        } else if (request.getServletPath().equals(TICKET)) {
            response.setHeader("Allow", "POST");
            Answers.problem(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "a ticket is had by POST");
        } else if (hasTicket(request, response)) {
            serve(request, response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isOn(response)) {
            return;
        }
        if (request.getServletPath().equals(TICKET)) {
            giveTicket(request, response);
        } else {
            response.setHeader("Allow", "GET, HEAD");
            Answers.problem(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "use GET");
        }
    }

    private boolean isOn(HttpServletResponse response) throws IOException {
        if (doctor.access() == DoctorAccess.OFF) {
            Answers.problem(response, 404, "the doctor is switched off: breakwater.doctor is 'off'");
        }
        return doctor.access() != DoctorAccess.OFF;
    }

    private void giveTicket(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String authorization = request.getHeader("Authorization");
        if (doctor.access() == DoctorAccess.TOKEN && !doctor.token().isThatOf(authorization)) {
            if (BearerToken.isIn(authorization)) {
                Answers.problem(response, 403, "the token is not this server's");
            } else {
                response.setHeader("WWW-Authenticate", "Bearer realm=\"breakwater\"");
                Answers.problem(
                        response, 401, "the doctor needs the publishers' token: send 'Authorization: Bearer <token>'");
            }
            return;
        }
        try {
            Answers.json(response, doctor.admission(request.getParameter("silences"), request.getParameter("total")));
        } catch (IllegalArgumentException absurd) {
            Answers.problem(response, 400, String.valueOf(absurd.getMessage()));
        }
    }

    private boolean hasTicket(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean good = doctor.tickets().isGood(request.getParameter("ticket"));
        if (!good) {
            Answers.problem(response, 403, "the doctor's ticket is missing or has run out: get one by POST " + TICKET);
        }
        return good;
    }

    private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getServletPath()) {
            case PROBE -> open(request, response);
            case ENDED -> Answers.json(response, fate(request));
            case COME_BACK -> sendAway(response);
            default -> {
                Map<String, Object> echo = doctor.stamp();
                echo.putAll(Arrival.of(request));
                Answers.json(response, echo);
            }
        }
    }

    private void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProbeShape shape;
        try {
            shape = ProbeShape.of(request::getParameter);
        } catch (IllegalArgumentException absurd) {
            Answers.problem(response, 400, String.valueOf(absurd.getMessage()));
            return;
        }
        if (!doctor.streams().reserve()) {
            response.setHeader("Retry-After", "30");
            String sentence = "all of the doctor's " + doctor.mostStreams()
                    + " streams (breakwater.doctor.streams) are in use: let other examinations end";
            Answers.problem(response, 503, sentence);
            return;
        }
        ServletTransport transport;
        try {
            transport = new ServletTransport(request.startAsync());
        } catch (IOException | RuntimeException failed) {
            doctor.streams().giveBack();
            throw failed;
        }
        response.setContentType(EventStreams.MEDIA_TYPE);
        EventStreams.HEADERS.forEach(response::setHeader);
        doctor.streams().open(shape, Arrival.remote(request), transport);
    }

    private Map<String, Object> fate(HttpServletRequest request) {
        String stream = String.valueOf(request.getParameter("stream"));
        Map<String, Object> fate = new LinkedHashMap<>(doctor.stamp());
        ProbeStreams.End end = doctor.streams().end(stream);
        fate.put("open", doctor.streams().isOpen(stream));
        if (end != null) {
            fate.put("endedAt", end.at());
            fate.put("reason", end.reason());
        }
        return fate;
    }

    /** As a stream is answered that cannot be had now. */
    private static void sendAway(HttpServletResponse response) throws IOException {
        ComeBack comeBack = ComeBack.emptyStream(new Deferral(COME_BACK_AFTER, DeferralReason.RATE));
        response.setStatus(comeBack.status());
        response.setContentType(comeBack.contentType());
        comeBack.headers().forEach(response::setHeader);
        response.setContentLength(comeBack.body().length);
        response.getOutputStream().write(comeBack.body());
    }
}
