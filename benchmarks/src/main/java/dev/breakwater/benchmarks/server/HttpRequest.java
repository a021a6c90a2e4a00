package dev.breakwater.benchmarks.server;

/** A request, as far as the bare server looks at it. {@code target} is the path with its query. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and the body is nobody else's
record HttpRequest(String method, String target, byte[] body) {
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The value of {@code topic} in the query, as it is on the wire; empty if there is none. */
    String topic() {
        int at = target.indexOf("topic=");
        if (at < 0) {
            return "";
        }
        int end = target.indexOf('&', at);
        return target.substring(at + "topic=".length(), end < 0 ? target.length() : end);
    }
}
