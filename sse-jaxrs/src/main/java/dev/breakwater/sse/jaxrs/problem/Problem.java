package dev.breakwater.sse.jaxrs.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as a client gets it: problem details of the type {@code about:blank} (RFC 9457, section 4.2.1).
 *
 * @param status the HTTP status, 400..599
 * @param detail a sentence that says what to change; shown to the client, so without anything secret
 * @param incident what the server's log names the error by, or null if nothing was logged
 */
public record Problem(int status, String detail, @Nullable String incident) {
    /** The media type of problem details. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Without a pool for each thread, which would outlive an application on its container's threads. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    /** Where HTTP has a newer name than Jakarta REST, or Jakarta REST has none. */
    private static final Map<Integer, String> TITLES =
            Map.of(413, "Content Too Large", 414, "URI Too Long", 422, "Unprocessable Content");

    /** A problem that was not logged. */
    public Problem(int status, String detail) {
        this(status, detail, null);
    }

    /**
     * An error of which only the status is known.
     *
     * @param allow the methods that there are, if the status is 405
     */
    public static Problem of(int status, @Nullable String allow) {
        return new Problem(status, BareErrors.sentence(status, allow));
    }

    /** What HTTP calls the status. */
    public String title() {
        String newer = TITLES.get(status);
        Response.Status known = Response.Status.fromStatusCode(status);
        return newer != null ? newer : known == null ? "Error" : known.getReasonPhrase();
    }

    /** The problem as JSON, in UTF-8. */
    public byte[] json() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator generator = JSON.createGenerator(json)) {
            generator.writeStartObject();
            generator.writeStringField("type", "about:blank");
            generator.writeStringField("title", title());
            generator.writeNumberField("status", status);
            generator.writeStringField("detail", detail);
            if (incident != null) {
                generator.writeStringField("incident", incident);
            }
            generator.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return json.toByteArray();
    }

    /** The headers that go with every problem: it is for this request alone, and nothing but what it says it is. */
    public Map<String, String> headers() {
        return Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");
    }

    /** The problem as the answer to a request, to which headers may be added. */
    public Response.ResponseBuilder answer() {
        Response.ResponseBuilder answer =
                Response.status(status).type(MediaType.valueOf(MEDIA_TYPE)).entity(json());
        headers().forEach(answer::header);
        return answer;
    }
}
