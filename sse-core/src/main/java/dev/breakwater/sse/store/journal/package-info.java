/**
 * The journal: a replay store in one directory, of files that are only ever appended to. What it acknowledged is there
 * after the process was killed or the power failed.
 *
 * <p>A directory has the file {@code journal}, which names the format and the epoch; {@code lock}, which is locked while
 * somebody uses the directory; and {@code <position>.events}, the segments, each named after the position of its first
 * event. A segment is a {@linkplain dev.breakwater.sse.store.journal.SegmentHeader header} and {@linkplain
 * dev.breakwater.sse.store.journal.RecordHeader records}, one for each publication.
 *
 * <pre>
 * append → queue → writer thread: one write, one force for all that waits → log → acknowledged
 * read   → reader threads: a block of a segment → page cache, shared by all who read there
 * </pre>
 */
@NullMarked
package dev.breakwater.sse.store.journal;

import org.jspecify.annotations.NullMarked;
