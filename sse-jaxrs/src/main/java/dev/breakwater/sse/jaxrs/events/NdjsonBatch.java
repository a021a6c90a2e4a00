package dev.breakwater.sse.jaxrs.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.jaxrs.problem.Quoted;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A batch of events as newline-delimited JSON, an object a line: {@code data}, a string or any other JSON, which is then
 * published as its text; and {@code event}, {@code key}, {@code topic}, which go before those of the query.
 */
final class NdjsonBatch {
    /** What a batch is sent as. */
    static final MediaType MEDIA_TYPE = new MediaType("application", "x-ndjson");

    /** The most events of a batch. */
    static final int MOST_EVENTS = 10_000;

    /** The largest batch, in times the largest event. */
    static final int MOST_EVENT_SIZES = 4;

    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    private final PublishQuery defaults;
    private final List<SseEvent> events = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();

    /**
     * Reads a batch.
     *
     * @throws IllegalArgumentException if a line is malformed, or there are none or too many; the message names the line
     */
    NdjsonBatch(String text, PublishQuery defaults) {
        this.defaults = defaults;
        int line = 0;
        for (String json : (Iterable<String>) text.lines()::iterator) {
            line++;
            if (!json.isBlank()) {
                add(line, json);
            }
        }
        if (events.isEmpty()) {
            throw new IllegalArgumentException("batch must have one event or more, a JSON object a line");
        }
    }

    /** The events, one or more. */
    List<SseEvent> events() {
        return events;
    }

    /** The number of the line, from 1, with the first event that is longer than this as encoded; 0 if none is. */
    int lineLongerThan(int bytes) {
        for (int i = 0; i < events.size(); i++) {
            if (EncodedEvent.of(events.get(i)).length() > bytes) {
                return lines.get(i);
            }
        }
        return 0;
    }

    private void add(int line, String json) {
        if (events.size() == MOST_EVENTS) {
            throw new IllegalArgumentException("batch must have at most " + MOST_EVENTS + " events");
        }
        try (JsonParser parser = JSON.createParser(json)) {
            events.add(event(parser));
            lines.add(line);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("line " + line + ": " + sentence(malformed), malformed);
        } catch (IllegalArgumentException refusal) {
            throw new IllegalArgumentException("line " + line + ": " + refusal.getMessage(), refusal);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String sentence(JsonProcessingException malformed) {
        JsonLocation at = malformed.getLocation();
        return at == null
                ? "JSON is nested too deeply, or too large"
                : "malformed JSON at character " + at.getColumnNr();
    }

    private SseEvent event(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("must be a JSON object");
        }
        String data = null;
        String name = defaults.event();
        String key = defaults.key();
        List<String> topics = defaults.topics();
        Set<String> seen = new HashSet<>();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            if (!seen.add(field)) {
                throw new IllegalArgumentException("must have the field " + Quoted.of(field) + " once");
            }
            parser.nextToken();
            switch (field) {
                case "data" -> data = data(parser);
                case "event" -> name = stringOrNull(parser, field);
                case "key" -> key = stringOrNull(parser, field);
                case "topic" -> topics = topics(parser);
                default ->
                    throw new IllegalArgumentException(
                            "unknown field " + Quoted.of(field) + ": use data, event, key, topic");
            }
        }
        if (parser.nextToken() != null) {
            throw new IllegalArgumentException("must be one JSON object and nothing else");
        }
        if (data == null) {
            throw new IllegalArgumentException("must have the field 'data'");
        }
        return new PublishQuery(topics, name, key, false).event(data);
    }

    private static String data(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : CompactJson.copy(parser, JSON);
    }

    private static @Nullable String stringOrNull(JsonParser parser, String field) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : string(parser, field);
    }

    private static List<String> topics(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return List.of(string(parser, "topic"));
        }
        List<String> topics = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            topics.add(string(parser, "topic"));
        }
        return topics;
    }

    private static String string(JsonParser parser, String field) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException("field '" + field + "' must be a string"
                    + (field.equals("topic") ? ", or an array of strings" : ", or null"));
        }
        return parser.getText();
    }
}
