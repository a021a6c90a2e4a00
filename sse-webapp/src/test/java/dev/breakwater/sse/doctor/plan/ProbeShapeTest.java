package dev.breakwater.sse.doctor.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProbeShapeTest {
    private static ProbeShape of(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        return ProbeShape.of(parameters::get);
    }

    @Test
    void query_ofAShape_isReadBackAsTheSame() {
        ProbeShape shape = new ProbeShape(18, 300, 2_000, 3, List.of(0, 700, 17_000));

        assertThat(of(shape.query())).isEqualTo(shape);
    }

    @Test
    void ticks_areDueInStepAndAfterTheSilence() {
        ProbeShape shape = new ProbeShape(4, 100, 1_000, 2, List.of(0, 50));

        assertThat(List.of(shape.dueMillis(0), shape.dueMillis(1), shape.dueMillis(2), shape.dueMillis(3)))
                .containsExactly(0L, 100L, 1_200L, 1_300L);
        assertThat(shape.millis()).isEqualTo(1_300);
        assertThat(List.of(shape.pad(0), shape.pad(1), shape.pad(2), shape.pad(3)))
                .containsExactly(0, 0, 50, 50);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ticks=0                          | ticks must be 1..500
            ticks=501                        | ticks must be 1..500
            ticks=1e3                        | ticks must be a whole number
            ticks=99999999999                | ticks must be a whole number
            every=9                          | every must be 10..60000
            silence=-1                       | silence must be 0..600000
            ticks=2&after=3                  | after must be 0..2
            pads=1,2,3,4,5,6,7,8,9,10,11     | pads must be
            pads=65537                       | pads must be 0..65536
            pads=x                           | pads must be a whole number
            ticks=500&pads=65536             | ticks x pads must be at most 1048576 bytes
            ticks=500&every=60000            | silence + ticks x every must be at most 600000 ms
            """)
    void parameters_thatAreAbsurd_areRefusedInWords(String query, String sentence) {
        assertThatThrownBy(() -> of(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void plan_ofAnyone_hasNoMoreThanSixStreamsAtOnce() {
        Plan plan = Plan.of(Plan.SILENCES, Plan.TOTAL);

        assertThat(plan.quick()).hasSizeLessThanOrEqualTo(6);
        assertThat(plan.patient().size() + 1).isLessThanOrEqualTo(6);
        assertThatThrownBy(() -> Plan.of(List.of(1_000, 2_000, 3_000, 4_000, 5_000), 7_000))
                .hasMessageContaining("silences must be 1..4");
        assertThatThrownBy(() -> Plan.of(List.of(100), 7_000)).hasMessageContaining("silences must be 200..500000");
        assertThatThrownBy(() -> Plan.of(List.of(1_000), 600_000)).hasMessageContaining("total must be");
    }
}
