package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.admission.ComeBack;
import dev.breakwater.sse.admission.Deferral;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * A client gets no stream now and is told when to come back. A resource method lets it through to Jersey, which then
 * answers so that a native {@code EventSource} really comes back.
 */
public final class ComeBackException extends WebApplicationException {
    private static final long serialVersionUID = 1L;

    private ComeBackException(Deferral deferral, @Nullable Throwable cause, Response answer) {
        super(deferral.reason().sentence(), cause, answer);
    }

    static ComeBackException to(@Nullable String accept, Deferral deferral, @Nullable Throwable cause) {
        ComeBack comeBack = ComeBack.to(accept, deferral);
        Response.ResponseBuilder answer = Response.status(comeBack.status())
                .type(MediaType.valueOf(comeBack.contentType()))
                .header(HttpHeaders.CONTENT_LENGTH, comeBack.body().length)
                .entity(comeBack.body());
        comeBack.headers().forEach(answer::header);
        return new ComeBackException(deferral, cause, answer.build());
    }

    /** Costs nothing: there may be thousands a second, and where they come from is known. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
