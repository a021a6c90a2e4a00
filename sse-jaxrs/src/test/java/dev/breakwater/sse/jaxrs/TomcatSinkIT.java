package dev.breakwater.sse.jaxrs;

final class TomcatSinkIT extends SinkContract {
    @Override
    Container newContainer() {
        return new TomcatContainer();
    }
}
