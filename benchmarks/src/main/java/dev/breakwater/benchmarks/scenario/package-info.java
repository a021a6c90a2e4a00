/** What is measured, one class for each scenario, and the order in which targets take turns. */
@NullMarked
package dev.breakwater.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
