package dev.breakwater.sse.budget;

import dev.breakwater.sse.servlet.Container;
import dev.breakwater.sse.servlet.JettyContainer;

final class JettyForeignEndpointIT extends ForeignEndpointContract {
    @Override
    Container newContainer() {
        return new JettyContainer();
    }
}
