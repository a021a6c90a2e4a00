package dev.breakwater.sse.doctor.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object of JSON. What is not there is empty, or the default that is asked with; what is there and of another type is an
 * {@link IllegalArgumentException} that names the member.
 */
public final class JsonObject {
    private final Map<String, Object> members;

    JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /** A text, or a default. */
    public String text(String name, String unlessThere) {
        Object value = members.get(name);
        return value == null ? unlessThere : typed(name, value, String.class);
    }

    /** A number, or a default. */
    public double number(String name, double unlessThere) {
        Object value = members.get(name);
        return value == null ? unlessThere : typed(name, value, Double.class);
    }

    /** A whole number, or a default. */
    public int integer(String name, int unlessThere) {
        return (int) number(name, unlessThere);
    }

    /** Whether something is so; not, if it is not there. */
    public boolean flag(String name) {
        Object value = members.get(name);
        return value != null && typed(name, value, Boolean.class);
    }

    /** An object in it, or null if it is not there. */
    public <T> @Nullable T object(String name, Function<JsonObject, T> reader) {
        Object value = members.get(name);
        return value == null ? null : reader.apply(wrap(name, value));
    }

    /** A list of objects in it. */
    public <T> List<T> objects(String name, Function<JsonObject, T> reader) {
        List<T> objects = new ArrayList<>();
        for (Object each : list(name)) {
            objects.add(reader.apply(wrap(name, each)));
        }
        return objects;
    }

    /** A list of numbers in it. */
    public List<Double> numbers(String name) {
        List<Double> numbers = new ArrayList<>();
        for (Object each : list(name)) {
            numbers.add(typed(name, each, Double.class));
        }
        return numbers;
    }

    /** An object of texts in it. */
    public Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        Object value = members.get(name);
        if (value != null) {
            wrap(name, value).members.forEach((key, text) -> texts.put(key, typed(key, text, String.class)));
        }
        return texts;
    }

    private List<?> list(String name) {
        Object value = members.get(name);
        return value == null ? List.of() : typed(name, value, List.class);
    }

    @SuppressWarnings("unchecked") // the parser makes no other maps
    private static JsonObject wrap(String name, Object value) {
        return new JsonObject((Map<String, Object>) typed(name, value, Map.class));
    }

    private static <T> T typed(String name, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(name + " must be another type of JSON value");
        }
        return type.cast(value);
    }
}
