package dev.breakwater.sse.budget;

import dev.breakwater.sse.servlet.Container;
import dev.breakwater.sse.servlet.TomcatContainer;

final class TomcatForeignEndpointIT extends ForeignEndpointContract {
    @Override
    Container newContainer() {
        return new TomcatContainer();
    }
}
