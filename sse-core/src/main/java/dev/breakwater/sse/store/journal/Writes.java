package dev.breakwater.sse.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writing all of something. */
final class Writes {
    private Writes() {}

    static void fully(FileChannel file, byte[] bytes, long offset) throws IOException {
        fully(file, ByteBuffer.wrap(bytes), offset);
    }

    static void fully(FileChannel file, ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }
}
