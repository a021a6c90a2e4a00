package dev.breakwater.sse.webapp;

final class JettyDoctorIT extends DoctorContract {
    @Override
    WebServer newServer() {
        return new JettyWebServer();
    }
}
