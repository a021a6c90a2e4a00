package dev.breakwater.sse.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.servlet.Container;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The filter in front of frameworks that know nothing of it, over real sockets. */
@Timeout(120)
abstract class ForeignEndpointContract {
    enum Framework {
        SPRING,
        JERSEY
    }

    private static final int ROUNDS = 15;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<EndingClient> clients = new ArrayList<>();
    private Container container;
    private ConnectionBudgetFilter filter;
    private ForeignEndpoint endpoint;
    private int port;

    abstract Container newContainer();

    private void start(Framework framework, BudgetLimits limits) throws Exception {
        endpoint = framework == Framework.SPRING ? new SpringEndpoint() : new JerseyEndpoint();
        filter = new ConnectionBudgetFilter(BudgetConfig.of(limits));
        container = newContainer();
        port = container.start(endpoint.servlet(), filter);
    }

    @AfterEach
    void stop() throws Exception {
        for (EndingClient client : clients) {
            client.close();
        }
        container.close();
    }

    private EndingClient client() {
        EndingClient client = new EndingClient(port);
        clients.add(client);
        return client;
    }

    /** A stream that has begun. */
    private EndingClient streaming() throws IOException {
        EndingClient client = client();
        assertThat(client.open("stream", "Accept: text/event-stream").status()).isEqualTo(200);
        StringBuilder begin = new StringBuilder();
        while (begin.indexOf("hello") < 0) {
            begin.append((char) client.next());
        }
        return client;
    }

    /**
     * A stream that has begun, or that has ended before: what is still done to the response of a stream whose client has gone
     * may hit the next one on Tomcat, which is cut then, sometimes before its head is sent. A client would come back.
     */
    private EndingClient streamingOrEnded() throws IOException {
        try {
            return streaming();
        } catch (EOFException | SocketException cut) {
            return clients.get(clients.size() - 1);
        }
    }

    private void awaitOpen(int streams) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(filter.budget().open()).isEqualTo(streams));
    }

    @ParameterizedTest
    @EnumSource
    void stream_overTheBudget_isDeferred_andComesInWhenOneHasEnded(Framework framework) throws Exception {
        start(framework, new BudgetLimits(0, 2, 0, WhenFull.DEFER));
        streaming();
        streaming();
        EndingClient third = client();

        EndingClient.Answer answer = third.ask("stream", "Accept: text/event-stream");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).matches("retry: \\d{4}\n\n");
        awaitOpen(2);

        endpoint.completeOldest();
        awaitOpen(1);
        streaming();
        awaitOpen(2);
    }

    /** Found by writing, like everything on HTTP/1.1. */
    @ParameterizedTest
    @EnumSource
    void place_ofAClientThatIsGone_isGivenBack(Framework framework) throws Exception {
        start(framework, new BudgetLimits(0, 2, 0, WhenFull.DEFER));
        EndingClient leaving = streaming();
        streaming();
        leaving.close();

        await().atMost(SOON).until(() -> {
            endpoint.send("anybody there?");
            return filter.budget().open() == 1;
        });
        // On Tomcat the first stream after one that is gone may fail itself: see the next test.
        EndingClient next = streamingOrEnded();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(filter.budget().open()).isEqualTo(next.hasEnded() ? 1 : 2));
    }

    /**
     * In a loop, for Tomcat reuses its objects: a write of Jersey's to the stream that is gone makes one fail of the next
     * stream's (jersey#3719), which stayed open, for nobody ended it, and was not counted any more. On a slow machine Spring's
     * have the like.
     */
    @ParameterizedTest
    @EnumSource
    void places_areAsManyAsStreams_howeverOftenClientsGo(Framework framework) throws Exception {
        start(framework, new BudgetLimits(0, 10, 0, WhenFull.DEFER));
        int lasting = 0;
        for (int i = 0; i < ROUNDS; i++) {
            int round = i;
            EndingClient leaving = streamingOrEnded();
            leaving.close();
            awaitNone();
            EndingClient next = streamingOrEnded();
            endpoint.send("and now?");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(filter.budget().open())
                            .as("streams, in round %d", round)
                            .isEqualTo(next.hasEnded() ? 0 : 1));
            lasting += next.hasEnded() ? 0 : 1;
            next.close();
            awaitNone();
        }
        assertThat(lasting).as("rounds whose stream went on").isPositive();
    }

    private void awaitNone() {
        await().atMost(SOON).until(() -> {
            endpoint.send("anybody there?");
            return filter.budget().open() == 0;
        });
    }

    @ParameterizedTest
    @EnumSource
    void place_ofARequestThatTheApplicationRefuses_isGivenBack(Framework framework) throws Exception {
        start(framework, new BudgetLimits(0, 1, 0, WhenFull.DEFER));
        for (int i = 0; i < 10; i++) {
            assertThat(client().open("refuse", "Accept: text/event-stream").status())
                    .isEqualTo(500);
            awaitOpen(0);
        }
        streaming();
    }

    @Test
    void place_ofASpringStreamThatTimesOut_isGivenBack() throws Exception {
        start(Framework.SPRING, new BudgetLimits(0, 1, 0, WhenFull.DEFER));
        client().open("timeout", "Accept: text/event-stream");
        awaitOpen(0);
        streaming();
    }

    /** Because the application has said how its streams are ended. */
    @Test
    void oldestSpringStream_thatSaysHowItEnds_isReplaced() throws Exception {
        start(Framework.SPRING, new BudgetLimits(0, 1, 0, WhenFull.REPLACE));
        EndingClient oldest = streaming();

        streaming();

        assertThat(oldest.untilItsLastChunk()).as("ends as HTTP says").isTrue();
        awaitOpen(1);
    }
}
