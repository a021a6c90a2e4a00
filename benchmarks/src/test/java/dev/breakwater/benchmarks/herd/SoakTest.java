package dev.breakwater.benchmarks.herd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SoakTest {
    private static final Map<String, Object> GOOD =
            Map.of("gaveUpForGood", 0, "lostInSilence", 0L, "repeatedOrReordered", 0L, "gapsTold", 0);

    @Test
    void faults_nothingWrong_areNone() {
        assertThat(Soak.faults(GOOD)).isEmpty();
    }

    @Test
    void faults_aRunThatBrokeOffWithALoss_areBothTold() {
        Map<String, Object> results = new HashMap<>(GOOD);
        results.put("lostInSilence", 3L);
        results.put("brokeOff", "the server was not ready");
        assertThat(Soak.faults(results)).containsExactly("lostInSilence: 3", "brokeOff: the server was not ready");
    }
}
