package dev.breakwater.sse.webapp;

final class TomcatDoctorIT extends DoctorContract {
    @Override
    WebServer newServer() {
        return new TomcatWebServer();
    }
}
