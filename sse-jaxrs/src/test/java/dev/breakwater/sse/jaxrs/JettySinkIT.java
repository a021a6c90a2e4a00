package dev.breakwater.sse.jaxrs;

final class JettySinkIT extends SinkContract {
    @Override
    Container newContainer() {
        return new JettyContainer();
    }
}
