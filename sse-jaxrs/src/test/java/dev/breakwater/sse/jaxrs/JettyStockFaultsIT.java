package dev.breakwater.sse.jaxrs;

final class JettyStockFaultsIT extends StockFaultsContract {
    @Override
    Container newContainer() {
        return new JettyContainer();
    }
}
