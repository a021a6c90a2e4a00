package dev.breakwater.sse.doctor.probe;

import dev.breakwater.sse.admission.ComeBack;
import dev.breakwater.sse.admission.Deferral;
import dev.breakwater.sse.admission.DeferralReason;
import dev.breakwater.sse.doctor.measure.Measurements;
import dev.breakwater.sse.doctor.measure.MeasurementsReader;
import dev.breakwater.sse.doctor.plan.ProbeShape;
import dev.breakwater.sse.doctor.rules.Diagnosis;
import dev.breakwater.sse.jaxrs.events.BearerToken;
import dev.breakwater.sse.servlet.EventStreams;
import dev.breakwater.sse.servlet.ServletTransport;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The doctor's page and probes. */
public final class DoctorServlet extends HttpServlet {
    /** The path of the page. */
    public static final String PAGE = "/doctor";

    private static final String TICKET = PAGE + "/ticket";
    private static final String PROBE = PAGE + "/probe";
    private static final String ECHO = PAGE + "/echo";
    private static final String ENDED = PAGE + "/ended";
    private static final String COME_BACK = PAGE + "/comeback";
    private static final String VERDICT = PAGE + "/verdict";

    /** The paths of the servlet; all else below the page's is files. */
    public static final List<String> PATHS = List.of(PAGE, TICKET, PROBE, ECHO, ENDED, COME_BACK, VERDICT);

    private static final Set<String> POSTED = Set.of(TICKET, VERDICT);
    private static final long serialVersionUID = 1L;
    private static final int MOST_MEASUREMENTS = 256 << 10;
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
        } else if (POSTED.contains(request.getServletPath())) {
            response.setHeader("Allow", "POST");
            Answers.problem(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "use POST");
        } else if (hasTicket(request, response)) {
            serve(request, response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isOn(response)) {
            return;
        }
        if (isForm(request)) {
            Answers.problem(response, 415, "send JSON or nothing, no form: parameters belong in the query");
        } else if (request.getServletPath().equals(TICKET)) {
            giveTicket(request, response);
        } else if (request.getServletPath().equals(VERDICT)) {
            if (hasTicket(request, response)) {
                judge(request, response);
            }
        } else {
            response.setHeader("Allow", "GET, HEAD");
            Answers.problem(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "use GET");
        }
    }

    /** Of a form the container would read all that it can, in search of a parameter. */
    private static boolean isForm(HttpServletRequest request) {
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        return type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/");
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

    /** What a page has measured, judged by the same rules as what a terminal has. */
    private static void judge(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_MEASUREMENTS + 1);
        if (body.length > MOST_MEASUREMENTS) {
            Answers.problem(response, 413, "measurements must have at most " + MOST_MEASUREMENTS + " bytes");
            return;
        }
        Measurements seen;
        try {
            seen = MeasurementsReader.read(new String(body, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            Answers.problem(response, 400, "measurements: " + malformed.getMessage());
            return;
        }
        Answers.json(response, Diagnosis.of(seen).json());
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
