package dev.breakwater.sse.jetty.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Decompresses what has come, and hands it on at once. The JDK's own always says that more is available, and a reader that
 * believes it waits for 8 KB: then a compressor that holds nothing back would look as if it did.
 */
final class PromptGzip extends GZIPInputStream {
    private static final int BUFFER = 512;

    PromptGzip(InputStream compressed) throws IOException {
        super(compressed, BUFFER);
    }

    /** Nothing, as far as one can tell without waiting. */
    @Override
    public int available() {
        return 0;
    }
}
