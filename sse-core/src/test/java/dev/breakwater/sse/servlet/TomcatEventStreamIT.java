package dev.breakwater.sse.servlet;

final class TomcatEventStreamIT extends EventStreamContract {
    @Override
    Container newContainer() {
        return new TomcatContainer();
    }
}
