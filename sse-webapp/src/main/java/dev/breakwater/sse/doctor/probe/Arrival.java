package dev.breakwater.sse.doctor.probe;

import dev.breakwater.sse.servlet.EventStreams;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a request has arrived: headers that hops add, change or take away. */
final class Arrival {
    private static final int LONGEST_SHOWN = 200;

    /** Named one by one: cookies and credentials are nobody's business. */
    private static final List<String> SHOWN = List.of(
            "Via",
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Server",
            "X-Real-IP",
            "Accept-Encoding",
            "Connection",
            "X-Varnish",
            "X-Request-Id",
            "X-Envoy-External-Address",
            "X-Envoy-Expected-Rq-Timeout-Ms",
            "X-Amzn-Trace-Id",
            "X-Amz-Cf-Id",
            "X-Cloud-Trace-Context",
            "X-Azure-Ref",
            "X-Azure-Fdid",
            "CF-Ray",
            "CDN-Loop",
            "Fastly-FF",
            "Surrogate-Capability",
            "X-Scheme");

    private Arrival() {}

    static Map<String, Object> of(HttpServletRequest request) {
        Map<String, Object> headers = new LinkedHashMap<>();
        for (String name : SHOWN) {
            String value = String.join(", ", Collections.list(request.getHeaders(name)));
            if (!value.isEmpty()) {
                headers.put(name, shown(value));
            }
        }
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("protocol", request.getProtocol());
        seen.put("remote", remote(request));
        String lastEventId = EventStreams.lastEventId(request);
        if (lastEventId != null) {
            seen.put("lastEventId", shown(lastEventId));
        }
        seen.put("largestHeader", largest(request));
        seen.put("headers", headers);
        return seen;
    }

    /** Who has sent it, as far as the server can see. */
    static String remote(HttpServletRequest request) {
        return request.getRemoteAddr() + " port " + request.getRemotePort();
    }

    private static int largest(HttpServletRequest request) {
        int largest = 0;
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                largest = Math.max(largest, value.length());
            }
        }
        return largest;
    }

    private static String shown(String value) {
        return value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "…" : value;
    }
}
