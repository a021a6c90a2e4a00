package dev.breakwater.sse.jaxrs;

final class TomcatGovernedSinkIT extends GovernedSinkContract {
    @Override
    Container newContainer() {
        return new TomcatContainer();
    }
}
