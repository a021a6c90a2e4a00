package dev.breakwater.peers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * A multicast sink for each topic. Each client has a buffer of its own, without which the sink would drop what is late. It
 * has no bound: Reactor reserves one of a given size in full, which for 100,000 events is 0.5 MB for each client.
 */
@SpringBootApplication
@RestController
public class SpringWebFlux {
    private static final Sinks.EmitFailureHandler WAIT_FOR_OTHERS =
            Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(10));

    private final Map<String, Sinks.Many<ServerSentEvent<String>>> topics = new ConcurrentHashMap<>();
    private final AtomicLong events = new AtomicLong();

    /** {@code args}: the port. */
    public static void main(String[] args) {
        SpringApplication.run(SpringWebFlux.class, "--server.address=127.0.0.1", "--server.port=" + args[0]);
    }

    @GetMapping("/ready")
    String ready() {
        return "ready";
    }

    @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> subscribe(@RequestParam("topic") List<String> names) {
        // Without a first element the client would not see that it is subscribed.
        return Flux.merge(
                Flux.just(ServerSentEvent.<String>builder().comment("open").build()),
                Flux.fromIterable(names)
                        .flatMap(name -> sink(name).asFlux(), names.size())
                        .onBackpressureBuffer());
    }

    @PostMapping("/events")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void publish(@RequestParam String topic, @RequestBody String data) {
        String id = Long.toString(events.incrementAndGet());
        sink(topic).emitNext(ServerSentEvent.builder(data).id(id).build(), WAIT_FOR_OTHERS);
    }

    private Sinks.Many<ServerSentEvent<String>> sink(String topic) {
        return topics.computeIfAbsent(topic, name -> Sinks.many().multicast().directBestEffort());
    }
}
