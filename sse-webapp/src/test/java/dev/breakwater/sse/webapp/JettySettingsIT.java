package dev.breakwater.sse.webapp;

final class JettySettingsIT extends SettingsContract {
    @Override
    WebServer newServer() {
        return new JettyWebServer();
    }
}
