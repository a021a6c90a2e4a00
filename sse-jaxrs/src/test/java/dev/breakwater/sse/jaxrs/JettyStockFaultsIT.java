package dev.breakwater.sse.jaxrs;

final class JettyStockFaultsIT extends StockFaultsContract {
    @Override
    Container newContainer() {
        return new JettyContainer();
    }

    @Override
    int deployments() {
        return 200;
    }
}
