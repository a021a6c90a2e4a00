package dev.breakwater.sse.servlet;

final class JettyEventStreamIT extends EventStreamContract {
    @Override
    Container newContainer() {
        return new JettyContainer();
    }
}
