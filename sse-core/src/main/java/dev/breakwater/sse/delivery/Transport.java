package dev.breakwater.sse.delivery;

import java.io.IOException;

/**
 * How bytes reach one client, without ever blocking.
 *
 * <p>All but {@link #start} is called by the subscription's shard alone. What happens on the transport's side, on
 * whichever thread, it tells through its {@link Signals}.
 */
public interface Transport {
    /** Gives the transport whom to tell. Once, before anything else, by whoever subscribes. */
    void start(Signals signals);

    /**
     * Whether {@link #write} may be called. After it was not, {@link Signals#writable} comes as soon as it is.
     */
    boolean isReady();

    /**
     * Takes bytes and sends them off. Only when {@link #isReady}.
     *
     * @return whether more may be written now; if not, the transport may still be reading the bytes, and they must not
     *     be changed any more
     * @throws IOException if the client is gone; {@link Signals#ended} comes as well
     */
    boolean write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Ends the stream after what was written, as soon as that can be done without waiting. {@link Signals#ended} comes
     * when it has.
     */
    void end();

    /**
     * Breaks the stream off in the middle of whatever the client has not taken: over HTTP/2 the stream alone, else its
     * connection; if it is told so again, the connection in any case. Only after {@link #end}, whose {@link Signals#ended}
     * then comes soon, or else when the container's own patience is over.
     */
    default void cut() {}

    /** Makes a transport when it is certain that there will be a subscription for it. */
    @FunctionalInterface
    interface Factory {
        /**
         * Makes the transport.
         *
         * @throws IOException if the client cannot be reached
         */
        Transport open() throws IOException;
    }

    /** What a transport tells. Any thread; never blocks. */
    interface Signals {
        /** The client can take more. May come without need. */
        void writable();

        /** Whether who is told {@linkplain Transport#cut cuts} clients that do not read, so that the transport need not. */
        default boolean cutsStalled() {
            return false;
        }

        /** The stream is over and the connection given back; nothing will be written any more. */
        void ended(CloseReason reason);
    }
}
