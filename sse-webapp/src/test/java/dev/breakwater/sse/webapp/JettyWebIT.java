package dev.breakwater.sse.webapp;

final class JettyWebIT extends WebContract {
    @Override
    WebServer newServer() {
        return new JettyWebServer();
    }
}
