package dev.breakwater.sse.webapp;

final class JettyWarIT extends WarContract {
    @Override
    WarServer newServer() {
        return new JettyWarServer();
    }
}
