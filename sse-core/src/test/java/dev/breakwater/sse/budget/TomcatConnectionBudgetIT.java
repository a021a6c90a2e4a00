package dev.breakwater.sse.budget;

import dev.breakwater.sse.servlet.Container;
import dev.breakwater.sse.servlet.TomcatContainer;

final class TomcatConnectionBudgetIT extends ConnectionBudgetContract {
    @Override
    Container newContainer() {
        return new TomcatContainer();
    }
}
