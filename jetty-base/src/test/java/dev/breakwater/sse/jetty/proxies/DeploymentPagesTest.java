package dev.breakwater.sse.jetty.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeploymentPagesTest {
    private static final Path PAGES = Path.of("..", "docs", "deployment");

    @ParameterizedTest
    @EnumSource
    void page_showsTheConfigurationThatIsTested(ProxyProgram program) throws Exception {
        String page = Files.readString(PAGES.resolve(program + ".md"));

        assertThat(page).contains("\n" + Files.readString(Configurations.file(program)) + "```\n");
    }

    @Test
    void apachesPage_showsTheAnswerFromAFile() throws Exception {
        assertThat(Files.readString(PAGES.resolve("apache.md")))
                .contains("\n" + Configurations.apacheComeBack() + "```\n");
    }

    /** Each without TLS and with it, which for Squid is a tunnel. */
    @ParameterizedTest
    @EnumSource
    void table_hasEveryProxyInBothConfigurations(ProxyProgram program) throws Exception {
        try (Stream<String> lines = Files.lines(PAGES.resolve("README.md"))) {
            assertThat(lines.filter(line -> line.startsWith("| " + program + " | ")))
                    .hasSize(program.hasTls() || program == ProxyProgram.SQUID ? 4 : 2);
        }
    }
}
