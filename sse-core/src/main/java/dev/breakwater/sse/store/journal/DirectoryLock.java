package dev.breakwater.sse.store.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a directory to one user, of this process or another. The system gives it back if the process is killed. */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock, or says who cannot. */
    static DirectoryLock take(JournalDirectory directory) {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    directory.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException notWritable) {
            throw new JournalException(
                    "journal directory must be one that this user may write to: " + directory.path() + " ("
                            + JournalDirectory.reason(notWritable) + ")",
                    notWritable);
        }
        FileLock lock = tryLock(channel);
        if (lock == null) {
            try {
                channel.close();
            } catch (IOException nothingToLose) {
                // It was not locked.
            }
            throw new JournalException("journal directory is in use by another server: " + directory.path()
                    + "; stop that one, or name another directory");
        }
        return new DirectoryLock(channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException takenInThisProcess) {
            return null;
        } catch (IOException unsupported) {
            throw new JournalException("journal directory must be on a file system with file locks", unsupported);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
