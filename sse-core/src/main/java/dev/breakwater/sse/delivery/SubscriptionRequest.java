package dev.breakwater.sse.delivery;

import dev.breakwater.sse.topic.TopicPattern;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for.
 *
 * @param topics one to {@value #MAX_TOPICS} topics and patterns
 * @param start where to begin
 * @param policy what to do if the client is slow, or null for the hub's own policy
 * @param client who the client says it is, or null: a stream of the same client that is open ends at once
 * @param form what the stream has besides events
 */
public record SubscriptionRequest(
        Set<TopicPattern> topics,
        StartPosition start,
        @Nullable SlowConsumerPolicy policy,
        @Nullable ClientKey client,
        StreamForm form) {
    /** The most topics and patterns of one subscription. */
    public static final int MAX_TOPICS = 64;

    /** A request of a client that does not say who it is. */
    public SubscriptionRequest(Set<TopicPattern> topics, StartPosition start, @Nullable SlowConsumerPolicy policy) {
        this(topics, start, policy, null, StreamForm.PLAIN);
    }

    /**
     * Checks the number of topics.
     *
     * @throws IllegalArgumentException if there is none, or too many
     */
    public SubscriptionRequest {
        topics = Set.copyOf(topics);
        if (topics.isEmpty() || topics.size() > MAX_TOPICS) {
            throw new IllegalArgumentException("subscription must have 1.." + MAX_TOPICS + " topics: " + topics.size());
        }
    }

    /**
     * Asks for topics and patterns, from now on.
     *
     * @throws IllegalArgumentException if one is neither topic nor pattern, or there are too many
     */
    public static SubscriptionRequest of(List<String> topics) {
        Set<TopicPattern> patterns = new LinkedHashSet<>();
        topics.forEach(topic -> patterns.add(TopicPattern.of(topic)));
        return new SubscriptionRequest(patterns, StartPosition.latest(), null);
    }

    /** The same, beginning elsewhere. */
    public SubscriptionRequest from(StartPosition newStart) {
        return new SubscriptionRequest(topics, newStart, policy, client, form);
    }

    /** The same with a policy of its own. */
    public SubscriptionRequest withPolicy(SlowConsumerPolicy newPolicy) {
        return new SubscriptionRequest(topics, start, newPolicy, client, form);
    }

    /** The same for a client that says who it is. */
    public SubscriptionRequest as(ClientKey newClient) {
        return new SubscriptionRequest(topics, start, policy, newClient, form);
    }

    /** The same for a client that is told the topics of each event. */
    public SubscriptionRequest namingTopics() {
        return in(form.namingTopics());
    }

    /**
     * The same for a client whose heartbeats are events, {@code breakwater.heartbeat}, that its page code sees: the first
     * comes at once, and the data of each is the interval in milliseconds.
     */
    public SubscriptionRequest withHeartbeatEvents() {
        return in(form.withHeartbeatEvents());
    }

    /**
     * The same with a stream that begins with so many bytes of a comment.
     *
     * @throws IllegalArgumentException if that is not 0..{@value StreamForm#MOST_PADDING}
     */
    public SubscriptionRequest withPadding(int bytes) {
        return in(form.withPadding(bytes));
    }

    /** Whether the client is told the topics of each event. */
    public boolean namesTopics() {
        return form.namesTopics();
    }

    private SubscriptionRequest in(StreamForm newForm) {
        return new SubscriptionRequest(topics, start, policy, client, newForm);
    }
}
