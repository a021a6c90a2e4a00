/** What comes out: measurements, their medians and spreads, a Markdown table and a JSON file. */
@NullMarked
package dev.breakwater.benchmarks.report;

import org.jspecify.annotations.NullMarked;
