package dev.breakwater.sse.jaxrs;

final class TomcatTckIT extends TckContract {
    @Override
    Container newContainer() {
        return new TomcatContainer();
    }
}
