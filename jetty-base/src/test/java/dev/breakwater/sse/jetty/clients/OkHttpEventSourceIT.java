package dev.breakwater.sse.jetty.clients;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** LaunchDarkly's okhttp-eventsource. */
class OkHttpEventSourceIT extends ClientContract {
    @Override
    Subscriber subscribe(URI server, String topic) {
        EventSource source = new EventSource.Builder(ConnectStrategy.http(server.resolve("events?topic=" + topic)))
                .errorStrategy(ErrorStrategy.alwaysContinue())
                .build();
        List<String> data = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> {
            for (MessageEvent event : source.messages()) {
                if (event.getEventName().equals("message")) {
                    data.add(event.getData());
                }
            }
        });
        reader.setDaemon(true);
        reader.start();
        return new Subscriber() {
            @Override
            public List<String> data() {
                return data;
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }
}
