package dev.breakwater.sse.jetty.clients;

import dev.breakwater.sse.jetty.process.Needs;
import dev.breakwater.sse.jetty.process.Program;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Firefox without a screen. */
public final class Firefox implements AutoCloseable {
    private static final Pattern BIDI = Pattern.compile("WebDriver BiDi listening on (ws://\\S+)");

    private final Program firefox;
    private final Browser browser;

    private Firefox(Program firefox, Browser browser) {
        this.firefox = firefox;
        this.browser = browser;
    }

    /** Starts it with a profile of its own, in an empty directory. */
    public static Firefox start(Path profile) throws Exception {
        Path program = Needs.program("install Firefox (Debian: firefox-esr)", "firefox", "firefox-esr");
        // It asks nobody outside for anything.
        Files.writeString(profile.resolve("user.js"), """
                user_pref("app.update.auto", false);
                user_pref("app.normandy.enabled", false);
                user_pref("browser.safebrowsing.downloads.enabled", false);
                user_pref("browser.safebrowsing.malware.enabled", false);
                user_pref("browser.safebrowsing.phishing.enabled", false);
                user_pref("datareporting.policy.dataSubmissionEnabled", false);
                user_pref("network.captive-portal-service.enabled", false);
                user_pref("network.connectivity-service.enabled", false);
                user_pref("services.settings.server", "");
                user_pref("toolkit.telemetry.enabled", false);
                """);
        Program firefox = Program.start(List.of(
                program.toString(),
                "--headless",
                "--no-remote",
                "--profile",
                profile.toString(),
                "--remote-debugging-port",
                "0"));
        return new Firefox(firefox, new Browser(firefox, URI.create(firefox.awaitErr(BIDI) + "/session"), false));
    }

    /** Its tabs. */
    public Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        firefox.close();
    }
}
