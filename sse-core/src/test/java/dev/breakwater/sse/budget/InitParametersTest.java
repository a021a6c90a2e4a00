package dev.breakwater.sse.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.sse.admission.Admission;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@code web.xml} may say of the filter, and what is said of what it may not. */
class InitParametersTest {
    private record Given(Map<String, String> parameters) implements FilterConfig {
        @Override
        public String getFilterName() {
            return "streams";
        }

        @Override
        public ServletContext getServletContext() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getInitParameter(String name) {
            return parameters.get(name);
        }

        @Override
        public Enumeration<String> getInitParameterNames() {
            return Collections.enumeration(parameters.keySet());
        }
    }

    /** {@code name=value; name=value}. */
    private static Given given(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : text.split(";")) {
            String[] parts = pair.trim().split("=", 2);
            parameters.put(parts[0], parts[1]);
        }
        return new Given(parameters);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "total=many | total must be a whole number: 'many'",
                "total=-1 | total must be 0 (no limit) or more: -1",
                "total=99999999999 | total must be a whole number: '99999999999'",
                "per-address=1.5 | per-address must be a whole number: '1.5'",
                "per-address=-2 | per-address must be 0 (no limit) or more: -2",
                "total=5; per-address=6 | per-address must not be above total (5): 6",
                "per-user=x | per-user must be a whole number: 'x'",
                "per-user=-3 | per-user must be 0 (no limit) or more: -3",
                "total=5; per-user=6 | per-user must not be above total (5): 6",
                "when-full=refuse | when-full must be 'defer' or 'replace': 'refuse'",
                "trusted-proxies=proxy.example | trusted-proxies: trusted proxy must be an address or a network",
                "trusted-proxies=10.0.0.0/33 | trusted-proxies: trusted proxy must be an address or a network",
                "trusted-proxies=10.0.0.1/8 | trusted-proxies: trusted proxy has bits behind its prefix: write 10.0.0.0/8",
                "user=cookie | user must be 'principal', 'session' or 'none': 'cookie'",
                "methods=, | methods must be names of methods, GET or GET,POST: ','",
                "methods=get it | methods must be names of methods, GET or GET,POST: 'get it'",
                "accept-rate=fast | accept-rate must be a whole number: 'fast'",
                "accept-rate=-1 | accept-rate must be 0 (no limit) or more: -1",
                "totl=5 | there is no parameter 'totl' of the connection budget: use total, per-address"
            })
    void wrongParameter_isNamedAtStart(String parameters, String message) {
        assertThatThrownBy(() -> new ConnectionBudgetFilter().init(given(parameters)))
                .isInstanceOf(ServletException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "total=0",
                "total= 10 ; per-address=10; per-user=10",
                "per-address=5",
                "when-full=Replace",
                "trusted-proxies=",
                "trusted-proxies=10.0.0.0/8, 2001:db8::/32,127.0.0.1",
                "user=session",
                "user=none",
                "methods=GET,POST",
                "accept-rate=0",
                "accept-rate=500"
            })
    void goodParameter_isTaken(String parameters) {
        assertThatCode(() -> new ConnectionBudgetFilter().init(given(parameters)))
                .doesNotThrowAnyException();
    }

    @Test
    void parameters_areWhatTheySay() throws Exception {
        BudgetConfig config = InitParameters.read(
                given("total=100;per-address=20;per-user=5;when-full=replace;accept-rate=500;user=none"));

        assertThat(config.limits()).isEqualTo(new BudgetLimits(100, 20, 5, WhenFull.REPLACE));
        assertThat(config.admission().rate()).isEqualTo(500);
    }

    @Test
    void noParameters_limitNothing() throws Exception {
        BudgetConfig config = InitParameters.read(new Given(Map.of()));

        assertThat(config.limits()).isEqualTo(BudgetLimits.NONE);
        assertThat(config.admission().rate()).isEqualTo(Admission.UNLIMITED);
    }
}
