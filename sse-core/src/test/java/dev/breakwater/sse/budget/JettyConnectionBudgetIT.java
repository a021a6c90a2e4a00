package dev.breakwater.sse.budget;

import dev.breakwater.sse.servlet.Container;
import dev.breakwater.sse.servlet.JettyContainer;

final class JettyConnectionBudgetIT extends ConnectionBudgetContract {
    @Override
    Container newContainer() {
        return new JettyContainer();
    }
}
