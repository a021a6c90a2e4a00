package dev.breakwater.sse.jaxrs;

final class JettyBroadcastIT extends BroadcastContract {
    @Override
    Container newContainer() {
        return new JettyContainer();
    }
}
