package dev.breakwater.sse.jetty.clients;

import dev.breakwater.sse.jetty.process.Needs;
import dev.breakwater.sse.jetty.process.Program;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** Firefox's EventSource. */
class FirefoxIT extends BrowserContract {
    private static final Pattern BIDI = Pattern.compile("WebDriver BiDi listening on (ws://\\S+)");

    @TempDir
    private static Path profile;

    private Program firefox;
    private Browser browser;

    @Override
    void prepare() throws Exception {
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
        firefox = Program.start(List.of(
                program.toString(),
                "--headless",
                "--no-remote",
                "--profile",
                profile.toString(),
                "--remote-debugging-port",
                "0"));
        browser = new Browser(URI.create(firefox.awaitErr(BIDI) + "/session"), false);
    }

    @Override
    Browser browser() {
        return browser;
    }

    @Override
    Subscriber subscribe(URI server, String topic) throws Exception {
        return new EventSourcePage(browser, server, topic);
    }

    @AfterAll
    void quit() {
        if (browser != null) {
            browser.close();
        }
        if (firefox != null) {
            firefox.close();
        }
    }
}
