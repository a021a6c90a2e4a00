package dev.breakwater.sse.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.sse.jetty.CommandLine.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommandLineTest {
    private static CommandLine parse(String... arguments) throws UsageException {
        return CommandLine.parse(List.of(arguments));
    }

    @Test
    void noArguments_serve() throws UsageException {
        assertThat(parse()).isEqualTo(new CommandLine(Task.SERVE, Map.of()));
    }

    @Test
    void flags_withSpaceOrEquals_areRead() throws UsageException {
        assertThat(parse("--port", "0", "--token=a=b").values())
                .containsExactlyInAnyOrderEntriesOf(Map.of(Setting.PORT, "0", Setting.TOKEN, "a=b"));
    }

    @Test
    void help_anywhere_isTheTask() throws UsageException {
        assertThat(parse("--port", "0", "--help").task()).isEqualTo(Task.HELP);
        assertThat(parse("-h").task()).isEqualTo(Task.HELP);
        assertThat(parse("--version").task()).isEqualTo(Task.VERSION);
    }

    @ParameterizedTest
    @EnumSource
    void help_namesEverySetting(Setting setting) {
        assertThat(CommandLine.help()).contains(setting.usage()).contains(setting.help());
    }

    @ParameterizedTest
    @CsvSource({
        "--prot, there is no flag \"--prot\": use --port",
        "serve, there is no flag \"serve\": use --port",
        "--port, --port needs a value: --port N",
        "--token=, --token needs a value: --token TOKEN",
    })
    void mistake_isSaidInOneSentence(String argument, String sentence) {
        assertThatThrownBy(() -> parse(argument))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(sentence)
                .hasMessageNotContaining("\n");
    }

    @Test
    void flag_givenTwice_isRefused() {
        assertThatThrownBy(() -> parse("--port", "1", "--port=2")).hasMessage("--port must be given once only");
    }

    @Test
    void unknownFlag_withControlCharacters_isPrintedWithout() {
        assertThatThrownBy(() -> parse("\u001b[31m\n")).hasMessageContaining("\"?[31m?\"");
    }
}
