package dev.breakwater.benchmarks.load;

import dev.breakwater.benchmarks.load.Arrivals.What;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.stream.IntStream;

/** Thousands of browsers on one thread. */
public final class HerdClient implements Runnable, AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int SOURCES = 16;
    private static final long MILLI = 1_000_000;

    private final InetSocketAddress server;
    private final String path;
    private final HerdTally tally;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final PriorityQueue<Visitor> waiting = new PriorityQueue<>((a, b) -> Long.compare(a.dueAt, b.dueAt));
    private final List<Visitor> all = new ArrayList<>();

    /** Those that do not read, in the order in which they will again. */
    private final Queue<Visitor> stalled = new ArrayDeque<>();

    private final Habits habits;
    private final long beganAt = System.nanoTime();
    private long left;
    private int nextToLeave;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * A herd, two thirds of it Chromium's and one third Firefox's, whose members first come one after the other.
     *
     * @param name the name of its thread
     * @param opensPerSecond how many come for the first time in a second
     */
    public HerdClient(
            String name, InetSocketAddress server, String path, int clients, double opensPerSecond, HerdTally tally)
            throws IOException {
        this(name, server, path, clients, opensPerSecond, Habits.NONE, tally);
    }

    /** The same with habits of their own. */
    public HerdClient(
            String name,
            InetSocketAddress server,
            String path,
            int clients,
            double opensPerSecond,
            Habits habits,
            HerdTally tally)
            throws IOException {
        this.habits = habits;
        this.thread = new Thread(this, name);
        this.server = server;
        this.path = path;
        this.tally = tally;
        this.selector = Selector.open();
        List<InetSocketAddress> sources = sources();
        long now = System.nanoTime();
        for (int i = 0; i < clients; i++) {
            long firstCome = now + (long) (i * 1e9 / opensPerSecond);
            Browser browser = i % 3 == 2 ? Browser.FIREFOX : Browser.CHROMIUM;
            Visitor visitor = new Visitor(browser, tally, firstCome, sources.get(i % SOURCES), habits.stalls(i));
            all.add(visitor);
            waiting.add(visitor);
        }
    }

    /**
     * A port for each of 18,000 connections, and for those that have just been closed, is most of what one address has:
     * the kernel would look for a free one for longer than anything else takes.
     */
    private static List<InetSocketAddress> sources() {
        return IntStream.rangeClosed(1, SOURCES)
                .mapToObj(i -> new InetSocketAddress("127.0.1." + i, 0))
                .toList();
    }

    public void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                Visitor next = waiting.peek();
                long wait = next == null ? 100 : Math.max(1, (next.dueAt - System.nanoTime()) / MILLI);
                selector.select(Math.min(100, wait));
                long began = System.nanoTime();
                selector.selectedKeys().forEach(this::ready);
                selector.selectedKeys().clear();
                long now = System.nanoTime();
                for (next = waiting.peek(); next != null && next.dueAt - now <= 0; next = waiting.peek()) {
                    waiting.remove();
                    come(next);
                }
                readAgain(now);
                leave(now);
                tally.passTook(System.nanoTime() - began);
            }
            for (Visitor visitor : all) {
                drop(visitor);
            }
            selector.close();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void readAgain(long now) {
        for (Visitor next = stalled.peek(); next != null && next.readsAgainAt - now <= 0; next = stalled.peek()) {
            stalled.remove();
            next.readsAgainAt = 0;
            SelectionKey key = next.key;
            if (key != null && key.isValid()) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }
    }

    /** Lets as many leave as are due by now, the next of those whose stream is open and read. */
    private void leave(long now) {
        long due = (long) ((now - beganAt) / 1e9 * habits.leavesPerSecond());
        for (int looked = 0; left < due && looked < all.size(); looked++) {
            Visitor visitor = all.get(nextToLeave);
            nextToLeave = (nextToLeave + 1) % all.size();
            if (visitor.state == Visitor.State.OPEN && visitor.readsAgainAt == 0) {
                tally.arrivals().ended();
                drop(visitor);
                later(visitor, habits.away().toNanos());
                left++;
            }
        }
        left = due;
    }

    private void come(Visitor visitor) {
        tally.arrivals().count(What.ATTEMPT);
        visitor.begin();
        try {
            if (visitor.channel != null) {
                ask(visitor);
                return;
            }
            SocketChannel channel = SocketChannel.open();
            visitor.channel = channel;
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 16 << 10);
            channel.bind(visitor.from);
            visitor.state = Visitor.State.CONNECTING;
            visitor.key = channel.register(selector, SelectionKey.OP_CONNECT, visitor);
            if (channel.connect(server)) {
                ask(visitor);
            }
        } catch (IOException refused) {
            failed(visitor);
        }
    }

    private void ready(SelectionKey key) {
        Visitor visitor = (Visitor) key.attachment();
        SocketChannel channel = visitor.channel;
        if (channel == null || !key.isValid()) {
            return;
        }
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                ask(visitor);
            } else {
                read(visitor, channel);
            }
        } catch (IOException cut) {
            if (visitor.state == Visitor.State.WAITING) {
                drop(visitor); // between requests: a new connection will do
            } else {
                failed(visitor);
            }
        }
    }

    private void ask(Visitor visitor) throws IOException {
        SocketChannel channel = visitor.channel;
        SelectionKey key = visitor.key;
        if (channel == null || key == null) {
            throw new IOException("no connection");
        }
        visitor.state = Visitor.State.ASKED;
        key.interestOps(SelectionKey.OP_READ);
        channel.write(visitor.request(path, server.getHostString())); // a request always fits
    }

    private void read(Visitor visitor, SocketChannel channel) throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        if (count < 0) {
            throw new IOException("the end");
        }
        if (visitor.state == Visitor.State.WAITING) {
            throw new IOException("bytes that nobody asked for");
        }
        visitor.decoder.decode(buffer, 0, count);
        if (visitor.state == Visitor.State.ASKED && visitor.decoder.headComplete()) {
            answered(visitor);
        }
        if (visitor.decoder.ended()) {
            ended(visitor);
        }
    }

    private void answered(Visitor visitor) {
        if (visitor.decoder.status() != 200) {
            visitor.state = Visitor.State.CLOSED;
            tally.gaveUp();
            drop(visitor);
        } else if (visitor.decoder.lengthIsKnown()) {
            visitor.state = Visitor.State.DEFERRED;
            tally.arrivals().count(What.DEFERRED);
        } else {
            visitor.state = Visitor.State.OPEN;
            visitor.openSince = System.nanoTime();
            tally.arrivals().opened();
            stall(visitor);
        }
    }

    private void stall(Visitor visitor) {
        SelectionKey key = visitor.key;
        if (visitor.stalls && key != null && visitor.readsAgainAt == 0) {
            key.interestOps(0);
            visitor.readsAgainAt = visitor.openSince + habits.stalls().toNanos();
            stalled.add(visitor);
        }
    }

    /** The answer is complete: its connection serves for the next request, as in browsers. */
    private void ended(Visitor visitor) {
        if (visitor.state == Visitor.State.CLOSED) {
            return;
        }
        if (visitor.state == Visitor.State.OPEN) {
            tally.arrivals().ended();
        }
        later(visitor);
    }

    private void failed(Visitor visitor) {
        if (visitor.state == Visitor.State.CLOSED) {
            return;
        }
        if (visitor.state == Visitor.State.OPEN) {
            tally.arrivals().ended();
        } else {
            tally.arrivals().count(What.REFUSED);
        }
        drop(visitor);
        later(visitor);
    }

    private void later(Visitor visitor) {
        later(visitor, visitor.reconnectMillis() * MILLI);
    }

    private void later(Visitor visitor, long nanos) {
        visitor.state = Visitor.State.WAITING;
        visitor.dueAt = System.nanoTime() + nanos;
        waiting.add(visitor);
    }

    private static void drop(Visitor visitor) {
        SocketChannel channel = visitor.channel;
        visitor.channel = null;
        visitor.key = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException gone) {
                // It is gone already.
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        selector.wakeup();
        thread.join();
    }
}
