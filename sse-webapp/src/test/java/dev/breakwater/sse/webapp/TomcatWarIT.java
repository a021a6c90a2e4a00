package dev.breakwater.sse.webapp;

final class TomcatWarIT extends WarContract {
    @Override
    WarServer newServer() {
        return new TomcatWarServer();
    }
}
