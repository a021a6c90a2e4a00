package dev.breakwater.sse.jetty;

import dev.breakwater.sse.jetty.container.HeapThrift;
import dev.breakwater.sse.webapp.BreakwaterInitializer;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

/** The executable jar: {@code java -jar breakwater.jar --help}. */
public final class Main {
    private static final Logger LOG = System.getLogger(Main.class.getName());
    private static final int OK = 0;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(9);

    private final PrintStream out;
    private final PrintStream err;

    private Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Serves until SIGTERM or SIGINT. */
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(new Main(System.out, System.err).run(List.of(arguments)));
    }

    private int run(List<String> arguments) throws InterruptedException {
        try {
            if (!arguments.isEmpty() && arguments.get(0).equals(JournalCommand.NAME)) {
                return new JournalCommand(out, err).run(arguments.subList(1, arguments.size()));
            }
            if (!arguments.isEmpty() && arguments.get(0).equals(DoctorCommand.NAME)) {
                return new DoctorCommand(out, err).run(arguments.subList(1, arguments.size()), System.getenv());
            }
            CommandLine command = CommandLine.parse(arguments);
            switch (command.task()) {
                case HELP -> out.print(CommandLine.help());
                case VERSION -> out.println("breakwater " + Version.ofThisJar());
                case SERVE -> {
                    return serve(command.values());
                }
            }
            return OK;
        } catch (UsageException misuse) {
            err.println("breakwater: " + misuse.getMessage());
            return StartFailure.MISUSED;
        }
    }

    private int serve(Map<Setting, String> flags) throws UsageException, InterruptedException {
        Logging.configure();
        ServerConfig config = ServerConfig.of(Sources.of(flags, System.getProperties(), System.getenv()));
        tellApplication(flags, config);

        CountDownLatch stop = new CountDownLatch(1);
        StopSignals.onFirst(stop::countDown);
        WebServer server = new WebServer(config.host(), config.port(), new BreakwaterInitializer());
        String fingerprint = null;
        try {
            TlsConfig tls = config.tls();
            if (tls != null) {
                KeyStore certificate = Certificates.of(tls);
                server.addTls(tls.port(), certificate);
                fingerprint = tls.isForDevelopment() ? Certificates.fingerprint(certificate) : null;
            }
            server.start();
        } catch (UsageException misuse) {
            throw misuse;
        } catch (Exception failed) {
            StartFailure failure = StartFailure.of(failed, config);
            err.println("breakwater: " + failure.sentence());
            return failure.status();
        }
        HeapThrift.apply();
        out.print(Greeting.text(config, server.port(), server.tlsPort(), fingerprint));
        out.flush();
        stop.await();
        server.drain();
        return stop(server);
    }

    /** The application reads its settings by itself: it has to find there what the command line said. */
    private static void tellApplication(Map<Setting, String> flags, ServerConfig config) {
        flags.forEach((setting, value) -> System.setProperty(setting.key(), value));
        System.setProperty(Setting.TOKEN.key(), config.token());
        System.setProperty(
                Setting.DATA.key(),
                config.data() == null ? "none" : config.data().toString());
    }

    private int stop(WebServer server) throws InterruptedException {
        Thread stopping = new Thread(() -> stopQuietly(server), "stop");
        // Or the JVM would wait for it even when nobody does any more.
        stopping.setDaemon(true);
        stopping.start();
        stopping.join(LONGEST_STOP.toMillis());
        if (stopping.isAlive()) {
            err.println("breakwater: some clients or threads did not end within " + LONGEST_STOP.toSeconds() + " s");
            return StartFailure.FAILED;
        }
        return OK;
    }

    private static void stopQuietly(WebServer server) {
        try {
            server.stop();
        } catch (TimeoutException someStayed) {
            LOG.log(Level.WARNING, "some clients had not come to an end and were cut off");
        } catch (Exception unclean) {
            LOG.log(Level.WARNING, "the server did not stop as it should", unclean);
        }
    }
}
