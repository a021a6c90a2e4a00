package dev.breakwater.sse.webapp;

final class TomcatGovernedIT extends GovernedContract {
    @Override
    WebServer newServer() {
        return new TomcatWebServer();
    }

    /**
     * A context that stops is told so after two seconds, and within one more Tomcat has all its asynchronous requests time
     * out, which no application can keep it from: what the drain has not ended by then Tomcat ends.
     */
    @Override
    long drainedAtLeast(long streams) {
        return 1;
    }
}
