package dev.breakwater.sse.jetty;

import dev.breakwater.sse.store.journal.JournalException;
import java.net.BindException;
import java.net.SocketException;

/**
 * Why the server did not start.
 *
 * @param sentence what to change
 * @param status what the program exits with
 */
record StartFailure(String sentence, int status) {
    static final int FAILED = 1;
    static final int MISUSED = 2;

    static StartFailure of(Throwable failure, ServerConfig config) {
        TlsConfig tls = config.tls();
        String where = Quoted.text(config.host()) + " port " + config.port() + (tls == null ? "" : " or " + tls.port());
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof JournalException)) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (cause instanceof BindException && message.contains("in use")) {
            String remedy =
                    " is in use: stop what listens there, or choose another port with --port or --tls-port (0: any free one)";
            return new StartFailure(where + remedy, FAILED);
        }
        if (cause instanceof SocketException) {
            String remedy = ", choose another with --host and --port: ";
            return new StartFailure("cannot listen on " + where + remedy + message, FAILED);
        }
        // The application's settings, which it checks by itself.
        boolean misused = cause instanceof IllegalArgumentException;
        return new StartFailure("cannot start: " + message, misused ? MISUSED : FAILED);
    }
}
