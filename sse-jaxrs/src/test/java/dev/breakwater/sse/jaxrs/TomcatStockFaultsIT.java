package dev.breakwater.sse.jaxrs;

final class TomcatStockFaultsIT extends StockFaultsContract {
    @Override
    Container newContainer() {
        return new TomcatContainer();
    }
}
