package dev.breakwater.sse.jaxrs;

final class JettyGovernedSinkIT extends GovernedSinkContract {
    @Override
    Container newContainer() {
        return new JettyContainer();
    }
}
