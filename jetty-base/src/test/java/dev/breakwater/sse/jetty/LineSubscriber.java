package dev.breakwater.sse.jetty;

import dev.breakwater.sse.jetty.process.EventReader;
import java.util.concurrent.Flow;

/** Passes the lines of a response on as they come. */
final class LineSubscriber implements Flow.Subscriber<String> {
    private final EventReader reader;

    LineSubscriber(EventReader reader) {
        this.reader = reader;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        reader.line(line);
    }

    @Override
    public void onError(Throwable cut) {
        reader.cut();
    }

    @Override
    public void onComplete() {
        reader.cut();
    }
}
