package dev.breakwater.sse.webapp;

final class JettyGovernedIT extends GovernedContract {
    @Override
    WebServer newServer() {
        return new JettyWebServer();
    }
}
