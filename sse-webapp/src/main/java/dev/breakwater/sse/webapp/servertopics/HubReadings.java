package dev.breakwater.sse.webapp.servertopics;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.admission.Admission;
import dev.breakwater.sse.admission.DeferralReason;
import dev.breakwater.sse.budget.BudgetConfig;
import dev.breakwater.sse.budget.BudgetLimits;
import dev.breakwater.sse.budget.ConnectionBudget;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.Drain;
import dev.breakwater.sse.webapp.metrics.LagReadings;
import java.io.IOException;

/** How the hub is doing: who comes, who goes and why, who is behind, and what bounds it. Any thread. */
public final class HubReadings {
    private static final long[] LAG_BOUNDS = {0, 10, 100, 1_000, 10_000};

    private final SseHub hub;
    private final ConnectionBudget budget;
    private final BudgetLimits limits;
    private final LagReadings lags;

    /** Readings of a hub and of the budget in front of it. */
    public HubReadings(SseHub hub, ConnectionBudget budget, BudgetConfig limits, LagReadings lags) {
        this.hub = hub;
        this.budget = budget;
        this.limits = limits.limits();
        this.lags = lags;
    }

    void write(JsonGenerator json) throws IOException {
        writeCloses(json);
        writeAdmission(json);
        writeBudgets(json);
        writeLags(json);
        writeLog(json);
        writeDrain(json);
    }

    private void writeCloses(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("closed");
        for (CloseReason reason : CloseReason.values()) {
            json.writeNumberField(reason.label(), hub.counters().closed(reason));
        }
        json.writeEndObject();
        json.writeNumberField("gaps", hub.counters().gaps());
    }

    private void writeAdmission(JsonGenerator json) throws IOException {
        Admission admission = hub.admission();
        json.writeObjectFieldStart("admission");
        json.writeNumberField("admitted", admission.admitted());
        if (hub.config().admission()) {
            json.writeNumberField("rate", Math.round(admission.rate()));
            json.writeNumberField("queueSeconds", admission.queueLength().toMillis() / 1e3);
        }
        json.writeBooleanField("overloaded", admission.isOverloaded());
        json.writeObjectFieldStart("deferred");
        for (DeferralReason reason : DeferralReason.values()) {
            json.writeNumberField(reason.label(), admission.deferred(reason));
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeObjectFieldStart("retry");
        json.writeNumberField("from", hub.config().retryWindow().floor().toMillis());
        json.writeNumberField(
                "to", hub.config().retryWindow().longest(hub.streams()).toMillis());
        json.writeEndObject();
    }

    /** A limit of 0 is none. */
    private void writeBudgets(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("budget");
        json.writeNumberField("open", budget.open());
        json.writeNumberField("addresses", budget.addresses());
        json.writeNumberField("replaced", budget.replaced());
        json.writeNumberField("total", limits.total());
        json.writeNumberField("perAddress", limits.perAddress());
        json.writeNumberField("perUser", limits.perUser());
        json.writeEndObject();
    }

    private void writeLags(JsonGenerator json) throws IOException {
        long[] sorted = lags.sorted();
        json.writeObjectFieldStart("lag");
        json.writeNumberField("slowest", sorted.length == 0 ? 0 : sorted[sorted.length - 1]);
        json.writeNumberField("median", sorted.length == 0 ? 0 : sorted[sorted.length / 2]);
        json.writeArrayFieldStart("upTo");
        int below = 0;
        for (long bound : LAG_BOUNDS) {
            while (below < sorted.length && sorted[below] <= bound) {
                below++;
            }
            json.writeNumber(below);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeLog(JsonGenerator json) throws IOException {
        HubConfig config = hub.config();
        json.writeObjectFieldStart("log");
        json.writeNumberField("events", hub.log().size());
        json.writeNumberField("bytes", hub.log().bytes());
        json.writeNumberField("mostEvents", config.bounds().maxEvents());
        json.writeNumberField("mostBytes", config.bounds().maxBytes());
        json.writeEndObject();
    }

    private void writeDrain(JsonGenerator json) throws IOException {
        Drain drain = hub.draining();
        if (drain != null) {
            json.writeObjectFieldStart("drain");
            json.writeNumberField("left", drain.left());
            json.writeNumberField("total", drain.total());
            json.writeNumberField("windowSeconds", drain.window().toMillis() / 1e3);
            json.writeEndObject();
        }
    }
}
