package dev.breakwater.sse.jaxrs.events;

import dev.breakwater.sse.jaxrs.problem.ProblemException;
import dev.breakwater.sse.jaxrs.problem.Quoted;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher sends: text, whatever type it says it has. So {@code curl --data hello}, which calls it a form,
 * publishes {@code hello}.
 */
final class RequestBody {
    private final @Nullable MediaType mediaType;
    private final long announcedBytes;
    private final InputStream body;

    /**
     * A body that has not been read.
     *
     * @param announcedBytes its {@code Content-Length}, or -1
     */
    RequestBody(@Nullable MediaType mediaType, long announcedBytes, InputStream body) {
        this.mediaType = mediaType;
        this.announcedBytes = announcedBytes;
        this.body = body;
    }

    /**
     * The body of a request.
     *
     * @throws ProblemException 415 if it is packed in a way that makes its bytes something else than its text
     */
    static RequestBody of(HttpHeaders headers, long announcedBytes, InputStream body) {
        String encoding = headers.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ProblemException(415, "send the body as it is, without Content-Encoding " + Quoted.of(encoding));
        }
        MediaType mediaType = headers.getMediaType();
        if (mediaType != null && mediaType.getType().equalsIgnoreCase("multipart")) {
            throw new ProblemException(415, "send the data itself as the body, not as multipart");
        }
        return new RequestBody(mediaType, announcedBytes, body);
    }

    /** Whether it is of a media type, parameters apart. */
    boolean is(MediaType other) {
        return mediaType != null
                && mediaType.getType().equalsIgnoreCase(other.getType())
                && mediaType.getSubtype().equalsIgnoreCase(other.getSubtype());
    }

    /**
     * Reads the text, but gives up as soon as it is too long. The charset is that of the media type, or else UTF-8.
     *
     * @throws ProblemException 413 if it is too long, 415 if its charset is unknown, 400 if it breaks off
     * @throws IllegalArgumentException if it is malformed
     */
    String read(long mostBytes) {
        Charset charset = charset();
        if (announcedBytes > mostBytes) {
            throw tooLong(mostBytes);
        }
        byte[] bytes = readBytes((int) Math.min(mostBytes + 1, Integer.MAX_VALUE));
        if (bytes.length > mostBytes) {
            throw tooLong(mostBytes);
        }
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException(
                    "body must be text in " + charset.name()
                            + ": name another charset in Content-Type, or send bytes that are no text as Base64",
                    malformed);
        }
    }

    private byte[] readBytes(int most) {
        try {
            return body.readNBytes(most);
        } catch (IOException brokenOff) {
            // A publisher that has left, or stopped sending: no fault of ours, and nothing was published.
            throw new ProblemException(400, "the body broke off: send all of it, without a pause of many seconds");
        }
    }

    private static ProblemException tooLong(long mostBytes) {
        return new ProblemException(413, "body must have at most " + mostBytes + " bytes");
    }

    private Charset charset() {
        String name = mediaType == null ? null : mediaType.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (name == null) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            throw new ProblemException(415, "send the body in UTF-8, not in the charset " + Quoted.of(name));
        }
    }
}
