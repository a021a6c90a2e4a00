package com.example.prices;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;

/** All who listen to prices. CDI knows no {@code Sse} to inject here, so whoever registers brings it. */
@ApplicationScoped
public class PriceFeed {
    private Sse sse;
    private SseBroadcaster listeners;

    public synchronized void register(SseEventSink sink, Sse by) {
        if (listeners == null) {
            sse = by;
            listeners = by.newBroadcaster();
        }
        listeners.register(sink);
    }

    public synchronized void tell(String item, String price) {
        if (listeners != null) {
            listeners.broadcast(sse.newEventBuilder().name(item).data(price).build());
        }
    }
}
