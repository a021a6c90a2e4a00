package dev.breakwater.peers;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A hub as Spring's reference shows it: an {@link SseEmitter} for each client, in a list for each topic. */
@SpringBootApplication
@RestController
public class SpringMvc {
    private final Map<String, List<SseEmitter>> topics = new ConcurrentHashMap<>();
    private final AtomicLong events = new AtomicLong();

    /** {@code args}: the port. */
    public static void main(String[] args) {
        SpringApplication.run(
                SpringMvc.class,
                "--server.address=127.0.0.1",
                "--server.port=" + args[0],
                "--server.tomcat.max-connections=30000",
                "--server.tomcat.accept-count=4096",
                "--server.tomcat.max-keep-alive-requests=-1",
                "--spring.mvc.async.request-timeout=-1");
    }

    @GetMapping("/ready")
    String ready() {
        return "ready";
    }

    @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter subscribe(@RequestParam("topic") List<String> names) throws IOException {
        List<List<SseEmitter>> audiences = names.stream()
                .map(name -> topics.computeIfAbsent(name, key -> new CopyOnWriteArrayList<>()))
                .toList();
        SseEmitter emitter = new SseEmitter(0L);
        emitter.onCompletion(() -> audiences.forEach(audience -> audience.remove(emitter)));
        emitter.onError(error -> audiences.forEach(audience -> audience.remove(emitter)));
        // Without a first write the client would not see that it is subscribed.
        emitter.send(SseEmitter.event().comment("open"));
        audiences.forEach(audience -> audience.add(emitter));
        return emitter;
    }

    @PostMapping("/events")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void publish(@RequestParam String topic, @RequestBody String data) {
        String id = Long.toString(events.incrementAndGet());
        for (SseEmitter emitter : topics.getOrDefault(topic, List.of())) {
            try {
                emitter.send(SseEmitter.event().id(id).data(data));
            } catch (IOException | IllegalStateException gone) {
                // As Spring's reference says, it is left to the container, which tells of the error: see onError.
            }
        }
    }
}
