package dev.breakwater.sse.jaxrs;

final class TomcatBroadcastIT extends BroadcastContract {
    @Override
    Container newContainer() {
        return new TomcatContainer();
    }
}
