# /etc/varnish/default.vcl

vcl 4.1;

import std;

backend default {
    .host = "127.0.0.1";
    .port = "8080";
    # Four heartbeats of 15 s: a server that is silent for so long is gone.
    .first_byte_timeout = 60s;
    .between_bytes_timeout = 60s;
}

sub vcl_recv {
    # No two clients share a stream.
    if (req.url ~ "^/events(\?|$)") {
        return (pass);
    }
}

sub vcl_backend_error {
    # An EventSource gives up for ever on a 503.
    if (bereq.method == "GET" && bereq.url ~ "^/events(\?|$)") {
        set beresp.status = 200;
        set beresp.http.Content-Type = "text/event-stream";
        set beresp.http.Cache-Control = "no-store";
        set beresp.body = "retry: " + std.integer(real = std.random(2000, 6000)) + {"

"};
        return (deliver);
    }
}
