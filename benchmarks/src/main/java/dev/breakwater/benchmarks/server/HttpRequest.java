package dev.breakwater.benchmarks.server;

import java.util.Arrays;
import java.util.List;

/** A request, as far as the bare server looks at it. {@code target} is the path with its query. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and the body is nobody else's
record HttpRequest(String method, String target, byte[] body) {
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The values of {@code topic} in the query, as they are on the wire. */
    List<String> topics() {
        String query = target.substring(path().length()).replaceFirst("^\\?", "");
        return Arrays.stream(query.split("&", -1))
                .filter(pair -> pair.startsWith("topic="))
                .map(pair -> pair.substring("topic=".length()))
                .toList();
    }
}
