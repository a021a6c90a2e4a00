package dev.breakwater.sse.webapp;

final class TomcatSettingsIT extends SettingsContract {
    @Override
    WebServer newServer() {
        return new TomcatWebServer();
    }
}
