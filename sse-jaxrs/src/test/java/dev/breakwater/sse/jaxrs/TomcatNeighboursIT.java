package dev.breakwater.sse.jaxrs;

final class TomcatNeighboursIT extends NeighboursContract {
    @Override
    Container newContainer() {
        return new TomcatContainer();
    }
}
