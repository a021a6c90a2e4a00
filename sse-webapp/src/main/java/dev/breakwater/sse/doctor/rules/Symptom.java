package dev.breakwater.sse.doctor.rules;

import java.util.Locale;

/** What a path may do to a stream, in words for people who run none. */
public enum Symptom {
    /** There is no stream at all. */
    NO_STREAM(
            "The stream does not get through",
            "Something on the way answers instead of the server, so a browser gets no events at all and gives up for good."),
    /** Error answers of a proxy's own. */
    ERRORS(
            "A proxy answers with errors of its own",
            "A browser's EventSource gives up for good on any status but 200. A proxy that answers 502 or 503 for the second"
                    + " that the server is being restarted silences every page that reconnects in it, until it is reloaded."),
    /** Held until a buffer is full, or the end. */
    HELD(
            "Events are held back",
            "A proxy collects what the server sends and passes it on when its buffer is full or the stream ends. The page"
                    + " shows nothing, or everything at once and too late, and no error appears anywhere."),
    /** Each event arrives with the next one. */
    ONE_BEHIND(
            "Every event waits for the next one",
            "A proxy passes an event on when it sees the next one begin. The page is always one event behind, and the last"
                    + " one of a quiet stream does not arrive at all."),
    /** Events of some size arrive with the next one. */
    HELD_LARGE(
            "Large events are held back",
            "A proxy passes small events on at once, but the last part of a larger one waits in its buffer until the next"
                    + " event comes. If none comes, the page lacks it for as long."),
    /** Compressed, and therefore held. */
    COMPRESSED(
            "Events wait in a compressor",
            "A proxy compresses the stream and waits for more to compress before it sends anything."),
    /** Compressed, but in time. */
    COMPRESSED_IN_TIME(
            "The stream is compressed on the way",
            "Events come in time all the same. Compressors cost memory for each stream, and another version may wait."),
    /** Each event comes somewhat later. */
    DELAYED(
            "Every event is late by the same time",
            "A proxy hands each event to its kernel with the remark that more follows, and the kernel waits 0.2 s for it."),
    /** Two clients get one stream. */
    SHARED(
            "Clients are given each other's stream",
            "A cache on the way takes the stream for a file: it attaches a second client to the stream of a first one, or"
                    + " replays a recording of it. Clients see events that are not theirs and miss those that are."),
    /** The place to continue from is lost. */
    ID_LOST(
            "The place to continue from is lost on the way",
            "A browser that reconnects says in the header Last-Event-ID what it has seen last. The server does not get it,"
                    + " so whatever was published during the break is missing from the page."),
    /** Cut when silent for less than a heartbeat takes. */
    IDLE_CUT(
            "Silent streams are cut",
            "A proxy takes a stream that says nothing for a while for a dead one. The server's heartbeats come too late to"
                    + " prevent it, so every stream breaks and reconnects, over and over."),
    /** Cut when silent, but heartbeats come sooner. */
    IDLE_LIMIT(
            "There is a limit on silence, which heartbeats keep",
            "A proxy cuts streams that say nothing for longer than this. The server's heartbeats come more often."),
    /** Cut after some time in any case. */
    TOTAL_CUT(
            "Every stream is cut after the same time",
            "A proxy limits how long an answer may take in all, so every stream breaks at this age, however busy it is."),
    /** The come-back answer does not pass. */
    COME_BACK(
            "The come-back answer is changed on the way",
            "When the server cannot take a stream now, it answers with an empty one that says when to come back. If a proxy"
                    + " changes that, browsers give up for good."),
    /** The server never learns that clients are gone. */
    GHOSTS(
            "The server does not learn that clients have left",
            "A proxy goes on taking events for clients that are long gone. Their streams stay open, and count."),
    /** The server learns it from its next write only. */
    SILENT_DEPARTURE(
            "That a client has left shows only when the server writes",
            "Until the next event or heartbeat the stream of a client that is gone stays open. Heartbeats see to that."),
    /** Even small headers do not pass. */
    HEADERS(
            "Headers of usual sizes are refused",
            "Cookies and the place to continue from travel in headers. Requests with larger ones are refused, for good."),
    /** One stream takes one connection. */
    SIX_CONNECTIONS(
            "Browsers reach this server over HTTP/1.1",
            "A browser opens six connections to one host at most, and a stream keeps one: the seventh tab hangs."),
    /** More than one server answers. */
    SEVERAL_SERVERS(
            "More than one server answers at this address",
            "That is no fault in itself, but events published to one of them reach its own clients only.");

    private final String title;
    private final String meaning;

    Symptom(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    /** What it is, in some words. */
    public String title() {
        return title;
    }

    /** What it does to those who use the page, and why. */
    public String meaning() {
        return meaning;
    }

    /** The name in JSON: {@code idle-cut}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
