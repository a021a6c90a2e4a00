package dev.breakwater.sse.jaxrs;

final class JettyTckIT extends TckContract {
    @Override
    Container newContainer() {
        return new JettyContainer();
    }
}
