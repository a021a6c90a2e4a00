package dev.breakwater.sse.jaxrs.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProblemTest {
    @Test
    void problem_asJson_hasTheMembersOfTheStandard() {
        assertThat(json(new Problem(400, "say topic")))
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"say topic\"}");
    }

    @Test
    void detail_withAnythingInIt_staysAString() {
        assertThat(json(new Problem(400, "\"}\r\n\u0000</script>")))
                .contains("\"detail\":\"\\\"}\\r\\n\\u0000</script>\"");
    }

    @Test
    void status_withANewerName_hasIt() {
        assertThat(new Problem(413, "x").title()).isEqualTo("Content Too Large");
        assertThat(new Problem(422, "x").title()).isEqualTo("Unprocessable Content");
        assertThat(new Problem(499, "x").title()).isEqualTo("Error");
    }

    @Test
    void everyErrorStatus_aloneIsASentence() {
        IntStream.rangeClosed(400, 599)
                .mapToObj(status -> Problem.of(status, null))
                .forEach(problem -> assertThat(problem.detail()).isNotBlank().doesNotContain("null"));
        assertThat(Problem.of(405, "GET, POST").detail()).endsWith("GET, POST");
    }

    @Test
    void failure_unexpected_isNamedAndNotTold() {
        Problem problem = Incident.log(new IllegalStateException("the password is 1234"));

        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.incident()).isNotBlank();
        assertThat(json(problem))
                .contains("\"incident\":\"" + problem.incident() + "\"")
                .doesNotContain("password", "IllegalState");
    }

    @Test
    void text_quoted_isPrintableAndShort() {
        assertThat(Quoted.of("a'b\\c\r\n\u202e\u00fc")).isEqualTo("'a\\'b\\\\c\\u000d\\u000a\\u202e\\u00fc'");
        assertThat(Quoted.of("x".repeat(64))).isEqualTo("'" + "x".repeat(64) + "'");
        assertThat(Quoted.of("x".repeat(65))).isEqualTo("'" + "x".repeat(64) + "'\u2026");
    }

    private static String json(Problem problem) {
        return new String(problem.json(), StandardCharsets.UTF_8);
    }
}
