package dev.breakwater.sse.jetty.doctor;

import dev.breakwater.sse.doctor.json.JsonObject;
import dev.breakwater.sse.doctor.json.JsonText;
import dev.breakwater.sse.doctor.measure.ErrorSeen;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import javax.net.ssl.SSLException;

/** Gets leave to examine, and finds out whether there is a Breakwater at all. */
final class Knock {
    private static final int PAUSE_MILLIS = 200;
    private static final String PROBLEM = "application/problem+json";

    private final PathClient client;
    private final Order order;
    private final List<ErrorSeen> errors;

    /**
     * A knock at an address.
     *
     * @param errors where errors go that pass by
     */
    Knock(PathClient client, Order order, List<ErrorSeen> errors) {
        this.client = client;
        this.order = order;
        this.errors = errors;
    }

    /** What the doctor lets one in with. */
    JsonObject admission() throws UnreachableException, InterruptedException {
        double until = client.millis() + order.patience().toMillis();
        while (true) {
            PathClient.Reply reply = reply();
            if (!isProxys(reply)) {
                return admission(reply);
            }
            errors.add(new ErrorSeen("POST doctor/ticket", reply.status(), client.millis(), reply.headers()));
            if (client.millis() > until) {
                throw new UnreachableException(order.url() + " has answered with status " + reply.status() + " for "
                        + order.patience().toSeconds()
                        + " s: a proxy is there, but the server behind it is down, or the proxy does not find it");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Whether it tells that the server is not there for now: 52x is Cloudflare's. */
    private static boolean isProxys(PathClient.Reply reply) {
        int status = reply.status();
        return ((status >= 502 && status <= 504) || (status >= 520 && status <= 530)) && !reply.isOfType(PROBLEM);
    }

    private PathClient.Reply reply() throws UnreachableException, InterruptedException {
        HttpRequest.Builder request = client.request("ticket").POST(HttpRequest.BodyPublishers.noBody());
        if (order.token() != null) {
            request.header("Authorization", "Bearer " + order.token());
        }
        try {
            return client.send(request);
        } catch (HttpConnectTimeoutException silent) {
            throw new UnreachableException(
                    order.url() + " does not answer: is the address right, and no firewall between?");
        } catch (HttpTimeoutException silent) {
            throw new UnreachableException(order.url()
                    + " takes connections and does not answer: whatever listens there is no web server, or hangs");
        } catch (SSLException bad) {
            if (cause(bad).contains("plaintext connection")) {
                throw new UnreachableException(order.url() + " does not speak TLS: begin the address with http://");
            }
            throw new UnreachableException(
                    "no trust in the certificate of " + order.url() + ": " + cause(bad)
                            + " (a certificate of your own: java -Djavax.net.ssl.trustStore=FILE -jar breakwater.jar doctor …)");
        } catch (ConnectException down) {
            throw new UnreachableException(
                    unknownHost(down)
                            ? "there is no host called " + order.url().getHost()
                            : "nothing listens at " + order.url() + ": is the server up, and the port right?");
        } catch (IOException failed) {
            throw new UnreachableException(order.url() + " does not speak HTTP as it should: " + cause(failed) + tls());
        }
    }

    /** What an HTTP request to a port with TLS comes to differs from server to server: an end, an alert, a page. */
    private String tls() {
        return "http".equals(order.url().getScheme()) ? "; if it speaks TLS: begin the address with https://" : "";
    }

    private static boolean unknownHost(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private static String cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private JsonObject admission(PathClient.Reply reply) throws UnreachableException {
        if (reply.status() >= 300 && reply.status() < 400) {
            throw new UnreachableException(
                    order.url() + " redirects to "
                            + reply.headers().getOrDefault("location", "nowhere")
                            + ": examine that address (a stream must not be redirected: browsers differ in what they reconnect to)");
        }
        if (reply.isOfType(PROBLEM)) {
            String detail = detail(reply);
            throw new UnreachableException(order.url() + ": " + detail + hint(reply.status()));
        }
        if (reply.status() != 200 || !reply.isOfType("application/json")) {
            String what = reply.isOfType("text/html") ? "an HTML page" : "something that is not Breakwater's";
            throw new UnreachableException(order.url() + " answered with " + what + " (status " + reply.status()
                    + "): it must be the address of a Breakwater with its doctor, such as https://example.com/ or"
                    + " https://example.com/breakwater/" + (reply.status() == 400 ? tls() : ""));
        }
        try {
            JsonObject admission = JsonText.object(reply.body());
            if (!admission.text("ticket", "").isEmpty()) {
                return admission;
            }
        } catch (IllegalArgumentException otherJson) {
            // Said below.
        }
        throw new UnreachableException(order.url() + " answered with JSON that is not Breakwater's");
    }

    private static String hint(int status) {
        return switch (status) {
            case 401, 403 -> " (--token TOKEN, or BREAKWATER_TOKEN)";
            case 404, 405 -> " (the URL must be that of the application itself, such as https://example.com/)";
            default -> "";
        };
    }

    private static String detail(PathClient.Reply reply) {
        try {
            return JsonText.object(reply.body()).text("detail", "refused with status " + reply.status());
        } catch (IllegalArgumentException malformed) {
            return "refused with status " + reply.status();
        }
    }
}
