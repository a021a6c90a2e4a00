package dev.breakwater.sse.webapp;

final class TomcatGovernedIT extends GovernedContract {
    @Override
    WebServer newServer() {
        return new TomcatWebServer();
    }
}
