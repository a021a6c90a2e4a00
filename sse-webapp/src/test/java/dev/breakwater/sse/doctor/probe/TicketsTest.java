package dev.breakwater.sse.doctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TicketsTest {
    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final Tickets tickets = new Tickets(new SecureRandom(), millis::get);

    @Test
    void ticket_isGoodForAWhile() {
        String ticket = tickets.issue();

        assertThat(tickets.isGood(ticket)).isTrue();
        millis.addAndGet(Tickets.LIFE.toMillis() - 1);
        assertThat(tickets.isGood(ticket)).isTrue();
        millis.addAndGet(1);
        assertThat(tickets.isGood(ticket)).isFalse();
    }

    @Test
    void ticket_thatSomebodyMadeUp_isNone() {
        String ticket = tickets.issue();
        String signature = ticket.substring(ticket.indexOf('.'));
        Tickets others = new Tickets(new SecureRandom(), millis::get);

        assertThat(tickets.isGood(null)).isFalse();
        assertThat(tickets.isGood("")).isFalse();
        assertThat(tickets.isGood("x.")).isFalse();
        assertThat(tickets.isGood(".")).isFalse();
        assertThat(tickets.isGood("zzzzzzzz" + signature)).isFalse();
        assertThat(tickets.isGood(others.issue())).isFalse();
    }
}
