package dev.breakwater.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.benchmarks.report.LineChart.Line;
import dev.breakwater.benchmarks.report.LineChart.Panel;
import dev.breakwater.benchmarks.report.LineChart.Point;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class LineChartTest {
    private static final List<Point> RISING = List.of(new Point(1, 10), new Point(100, 20), new Point(10_000, 30));

    @Test
    void svg_ofTwoPanels_isXmlWithAllLinesAndPoints() throws Exception {
        String svg = LineChart.svg(List.of(
                new Panel("Cost & <growth>", "topics", true, List.of(new Line("a", RISING), new Line("b", RISING))),
                new Panel("Memory", "connections", false, List.of(new Line("c", RISING)))));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(3);
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(9);
        assertThat(document.getElementsByTagName("text").item(0).getTextContent())
                .isEqualTo("Cost & <growth>");
    }

    @Test
    void svg_logarithmic_hasOrdersOfMagnitudeAtEqualDistances() {
        String svg = LineChart.svg(List.of(new Panel("t", "x", true, List.of(new Line("a", RISING)))));
        assertThat(svg).containsPattern("points=\"80\\.0,[\\d.]+ 410\\.0,[\\d.]+ 740\\.0,");
    }

    @Test
    void panel_withoutLines_isRefused() {
        assertThatThrownBy(() -> new Panel("t", "x", false, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1..12 lines: 0");
    }

    @Test
    void slope_ofAStraightLine_isThatLine() {
        Slope slope = Slope.of(List.of(new Point(0, 5), new Point(1000, 7), new Point(3000, 11)));
        assertThat(slope.perUnit()).isCloseTo(0.002, within(1e-12));
        assertThat(slope.atZero()).isCloseTo(5, within(1e-9));
    }

    @Test
    void slope_ofOneX_isRefused() {
        assertThatThrownBy(() -> Slope.of(List.of(new Point(1, 5), new Point(1, 7))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different x");
    }
}
