package dev.breakwater.sse.webapp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a server answers to the very bytes of a request, which need not be a good one. */
record Answer(int status, List<String> headers, String body) {
    private static final int TIMEOUT_MILLIS = 20_000;

    /** Sends a request, of which each line of the head ends in CRLF, and reads the answer to it. */
    static Answer to(int port, String request) throws IOException {
        return to(port, request, new byte[0]);
    }

    /** Sends a request whose body is no text. */
    static Answer to(int port, String head, byte[] body) throws IOException {
        try (Socket socket = connect(port)) {
            try {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().write(body);
            } catch (SocketException theServerDoesNotReadOn) {
                // Its answer is there.
            }
            return read(socket.getInputStream(), head.startsWith("HEAD"));
        }
    }

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    static Answer get(int port, String pathAndQuery, String... headers) throws IOException {
        return to(port, head("GET", pathAndQuery, headers) + "\r\n");
    }

    static Answer post(int port, String pathAndQuery, String body, String... headers) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return to(port, head("POST", pathAndQuery, headers) + "Content-Length: " + length + "\r\n\r\n" + body);
    }

    static String head(String method, String pathAndQuery, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + pathAndQuery + " HTTP/1.1\r\nHost: test\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    /** The value of a header, or an empty text if it is not there. */
    String header(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(header -> header.substring(prefix.length()).trim())
                .findFirst()
                .orElse("");
    }

    static Answer read(InputStream in, boolean withoutBody) throws IOException {
        String statusLine = line(in);
        List<String> headers = new ArrayList<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            headers.add(header);
        }
        Answer head = new Answer(Integer.parseInt(statusLine.split(" ", 3)[1]), headers, "");
        if (head.status == 100) {
            return read(in, withoutBody);
        }
        return withoutBody
                ? head
                : new Answer(head.status, headers, new String(body(in, head), StandardCharsets.UTF_8));
    }

    private static byte[] body(InputStream in, Answer head) throws IOException {
        if (!head.header("Content-Length").isEmpty()) {
            return in.readNBytes(Integer.parseInt(head.header("Content-Length")));
        }
        if (head.status == 204 || head.status == 304) {
            return new byte[0];
        }
        if (!head.header("Transfer-Encoding").equals("chunked")) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(line(in), 16); length > 0; length = Integer.parseInt(line(in), 16)) {
            body.write(in.readNBytes(length));
            line(in);
        }
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the server closed the connection after: " + line);
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
