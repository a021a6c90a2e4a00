package dev.breakwater.sse.budget;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A {@code SseEmitter} of Spring MVC's. */
final class SpringEndpoint implements ForeignEndpoint {
    private final Queue<SseEmitter> emitters = new ConcurrentLinkedQueue<>();

    /** Not a plain queue: Spring would look for its elements. */
    record Streams(Queue<SseEmitter> open) {}

    @RestController
    public static class Emitting {
        private final Queue<SseEmitter> emitters;

        Emitting(Streams streams) {
            this.emitters = streams.open();
        }

        @GetMapping(path = "/", produces = "text/event-stream")
        public SseEmitter stream(HttpServletRequest request) throws IOException {
            if ("refuse".equals(request.getQueryString())) {
                throw new IllegalStateException("planned");
            }
            SseEmitter emitter = new SseEmitter("timeout".equals(request.getQueryString()) ? 50L : 0L);
            if (!"timeout".equals(request.getQueryString())) {
                emitter.send("hello");
                emitters.add(emitter);
                ConnectionBudgetFilter.onReplace(request, emitter::complete);
            }
            return emitter;
        }
    }

    @Configuration
    @EnableWebMvc
    static class Application {
        @Bean
        Emitting emitting(Streams streams) {
            return new Emitting(streams);
        }
    }

    @Override
    public Servlet servlet() {
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        context.addBeanFactoryPostProcessor(factory -> factory.registerSingleton("streams", new Streams(emitters)));
        context.register(Application.class);
        return new DispatcherServlet(context);
    }

    @Override
    public void send(String data) {
        for (SseEmitter emitter : emitters) {
            try {
                emitter.send(data);
            } catch (IOException | IllegalStateException gone) {
                emitters.remove(emitter);
            }
        }
    }

    @Override
    public void completeOldest() {
        emitters.remove().complete();
    }
}
