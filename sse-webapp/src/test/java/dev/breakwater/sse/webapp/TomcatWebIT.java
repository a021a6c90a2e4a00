package dev.breakwater.sse.webapp;

final class TomcatWebIT extends WebContract {
    @Override
    WebServer newServer() {
        return new TomcatWebServer();
    }
}
