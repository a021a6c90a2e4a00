package com.example.prices;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What CDI gives to every request: one board for the whole application. */
@ApplicationScoped
public class PriceBoard {
    private final Map<String, String> prices = new ConcurrentHashMap<>();

    public void put(String item, String price) {
        prices.put(item, price);
    }

    public String of(String item) {
        return prices.getOrDefault(item, "unknown");
    }
}
