package dev.breakwater.benchmarks.stores;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** A file to which groups are appended: one write and one force for each, a CRC-32C for each record. */
final class PlainFileEngine implements Engine {
    private static final int HEADER_BYTES = 2 * Integer.BYTES;
    private static final int INDEX_EVERY = 256;

    private final FileChannel channel;
    private final List<Long> index = new ArrayList<>();
    private final CRC32C crc = new CRC32C();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    private long end;

    PlainFileEngine(Path directory) throws IOException {
        channel = FileChannel.open(
                directory.resolve("events.log"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    @Override
    public void append(long first, List<byte[]> records) throws IOException {
        int bytes = records.stream().mapToInt(one -> HEADER_BYTES + one.length).sum();
        if (bytes > buffer.capacity()) {
            buffer = ByteBuffer.allocateDirect(2 * bytes);
        }
        buffer.clear();
        long number = first;
        for (byte[] one : records) {
            if (number++ % INDEX_EVERY == 0) {
                index.add(end + buffer.position());
            }
            crc.reset();
            crc.update(one);
            buffer.putInt(one.length).putInt((int) crc.getValue()).put(one);
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            end += channel.write(buffer, end);
        }
        channel.force(false);
    }

    @Override
    public int read(long first, int most) throws IOException {
        long number = first / INDEX_EVERY * INDEX_EVERY;
        long at = index.get((int) (first / INDEX_EVERY));
        buffer.clear();
        channel.read(buffer, at);
        buffer.flip();
        int count = 0;
        byte[] record = new byte[0];
        while (count < most && buffer.remaining() >= HEADER_BYTES) {
            int length = buffer.getInt();
            int checksum = buffer.getInt();
            if (length > buffer.remaining()) {
                break;
            }
            record = record.length == length ? record : new byte[length];
            buffer.get(record);
            crc.reset();
            crc.update(record);
            if ((int) crc.getValue() != checksum) {
                throw new IOException("record " + number + " is damaged");
            }
            count += number++ >= first ? 1 : 0;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
