package dev.breakwater.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a subscriber speaks, on a connection of its own. */
public enum Protocol {
    /** HTTP/1.1. */
    HTTP_1_1 {
        @Override
        ByteBuffer request(String authority, String path) {
            String request =
                    "GET " + path + " HTTP/1.1\r\nHost: " + authority + "\r\nAccept: text/event-stream\r\n\r\n";
            return ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        StreamDecoder decoder(StreamDecoder.Body body) {
            return new ResponseDecoder(body);
        }
    },

    /** HTTP/2 without TLS, with prior knowledge. */
    H2C {
        @Override
        ByteBuffer request(String authority, String path) {
            return Http2Decoder.request(authority, path);
        }

        @Override
        StreamDecoder decoder(StreamDecoder.Body body) {
            return new Http2Decoder(body);
        }
    };

    /** What asks for a stream. */
    abstract ByteBuffer request(String authority, String path);

    abstract StreamDecoder decoder(StreamDecoder.Body body);
}
