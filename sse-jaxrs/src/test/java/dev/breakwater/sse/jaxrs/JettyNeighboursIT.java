package dev.breakwater.sse.jaxrs;

final class JettyNeighboursIT extends NeighboursContract {
    @Override
    Container newContainer() {
        return new JettyContainer();
    }
}
