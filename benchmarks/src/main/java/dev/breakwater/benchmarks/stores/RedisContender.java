package dev.breakwater.benchmarks.stores;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** A Redis stream with {@code appendfsync always}; a connection for each publisher. Redis makes groups by itself. */
final class RedisContender implements Contender {
    private static final byte[] ADD =
            "*5\r\n$4\r\nXADD\r\n$1\r\ns\r\n$1\r\n*\r\n$1\r\nd\r\n".getBytes(StandardCharsets.US_ASCII);

    private final RedisServer server;
    private final int port;
    private final Connection reading;
    private String last = "-";

    RedisContender(Path directory) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("dir " + directory)
                .setting("appendonly yes")
                .setting("appendfsync always")
                .setting("auto-aof-rewrite-percentage 0")
                .setting("save \"\"")
                .build();
        server.start();
        reading = new Connection();
    }

    private final class Connection implements Appender {
        private final Socket socket = new Socket("127.0.0.1", port);
        private final InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);

        Connection() throws IOException {
            socket.setTcpNoDelay(true);
        }

        @Override
        public void append(byte[] event) throws IOException {
            byte[] length = ("$" + event.length + "\r\n").getBytes(StandardCharsets.US_ASCII);
            byte[] command = new byte[ADD.length + length.length + event.length + 2];
            System.arraycopy(ADD, 0, command, 0, ADD.length);
            System.arraycopy(length, 0, command, ADD.length, length.length);
            System.arraycopy(event, 0, command, ADD.length + length.length, event.length);
            command[command.length - 2] = '\r';
            command[command.length - 1] = '\n';
            socket.getOutputStream().write(command);
            bulk(line());
        }

        int range(int most) throws IOException {
            String from = last.equals("-") ? "-" : "(" + last;
            String count = Integer.toString(most);
            socket.getOutputStream()
                    .write(("*6\r\n$6\r\nXRANGE\r\n$1\r\ns\r\n$" + from.length() + "\r\n" + from
                                    + "\r\n$1\r\n+\r\n$5\r\nCOUNT\r\n$" + count.length() + "\r\n" + count + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            int entries = Integer.parseInt(line().substring(1));
            for (int i = 0; i < entries; i++) {
                line();
                last = new String(bulk(line()), StandardCharsets.US_ASCII);
                line();
                bulk(line());
                bulk(line());
            }
            return entries;
        }

        private byte[] bulk(String header) throws IOException {
            if (header.charAt(0) != '$') {
                throw new IOException("redis: " + header);
            }
            byte[] bytes = in.readNBytes(Integer.parseInt(header.substring(1)));
            line();
            return bytes;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("redis has closed the connection");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Override
    public Appender appender() throws IOException {
        return new Connection();
    }

    @Override
    public int readOn(int most) throws IOException {
        return reading.range(most);
    }

    @Override
    public void close() throws IOException {
        reading.close();
        server.stop();
    }
}
