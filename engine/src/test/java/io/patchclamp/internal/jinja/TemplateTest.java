package io.patchclamp.internal.jinja;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TemplateTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 9, 7, 5, 3);

    private static String render(String source) {
        Map<String, Object> variables = Map.of("n", 7L, "d", Map.of("k", List.of(1L, 2L)), "l", List.of("a", "b", "c"));
        return Template.parse(source).render(variables, () -> NOW);
    }

    /** What Python 3.11 prints for each. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "7 / 2 § 3.5",
                "-7 // 2 § -4",
                "-7 % 3 § 2",
                "7.0 // 2 § 3.0",
                "2 ** 10 § 1024",
                "2 ** -1 § 0.5",
                "0.1 + 0.2 § 0.30000000000000004",
                "1e16 § 1e+16",
                "1e15 § 1000000000000000.0",
                "0.0001 § 0.0001",
                "0.00001 § 1e-05",
                "5e-324 § 5e-324",
                "2.0e-3 § 0.002",
                "1.7976931348623157e308 § 1.7976931348623157e+308",
                "true + 1 § 2",
                "none § None",
                "[1, 'a', none, 2.0, true, (1,)] § [1, 'a', None, 2.0, True, (1,)]",
                "'🙂ab'[0] ~ '🙂ab'[::-1] ~ '🙂'|length § 🙂ba🙂1",
                "l[::-1] § ['c', 'b', 'a']",
                "'x' if n > 6 else 'y' § x",
                "1 < n <= 7 § True",
                "missing is defined or missing == other § True",
                "'%05.1f|%s|%x' % (2.25, none, 255) § 002.2|None|ff"
            })
    void printsAsPythonDoes(String expression, String printed) {
        assertThat(render("{{ " + expression + " }}")).isEqualTo(printed);
    }

    @Test
    void tellsTheTimeAsTheLocaleOfCDoes() {
        assertThat(render("{{ strftime_now('%d %b %Y, %A %-d %B %I:%M %p %j %y %% %F %T %e') }}"))
                .isEqualTo("09 Jan 2026, Friday 9 January 07:05 AM 009 26 % 2026-01-09 07:05:03  9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{% for x in y %} | 1: The block 'for' of line 1 is never closed",
                "a{% endif %} | 1: The block 'endif' closes nothing",
                "{% if a %}{% endfor %} | 1: The block 'if' of line 1 is open, and 'endfor' does not go with it",
                "{% include 'x' %} | 1: The block 'include' is not supported",
                "{{ a b }} | 1: Found 'b', expected '}}'",
                "{{ (1 } }} | 1: '}' closes nothing; expected ')'",
                "{{ 'a }} | 1: A text in ' is never closed",
                "{# a | 1: A comment '{#' is never closed",
                "{% raw %} a | 1: A block 'raw' is never closed",
                "{% break %} | 1: 'break' is outside of a loop",
                "{{ 99999999999999999999 }} | 1: The number 99999999999999999999 does not fit 64 bits"
            })
    void saysWhatIsNoTemplate(String source, String message) {
        assertThatThrownBy(() -> render(source)).isInstanceOfSatisfying(TemplateFault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(TemplateFault.Kind.SYNTAX);
            assertThat(fault.line() + ": " + fault.getMessage()).isEqualTo(message);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing.part                   ~ 'missing' is undefined",
                "d.other + 1                    ~ a value of type dict has no attribute 'other'",
                "n + 'a'                        ~ '+' does not go between a value of type int and a value of type str",
                "n is nothing                   ~ There is no test 'nothing'",
                "l.append('x')                  ~ The method 'append' of a list would change it, which a template may not",
                "range(100001)                  ~ A range of 100001 numbers is asked for; 100000 is the most",
                "9223372036854775807 + 1        ~ 9223372036854775807 + 1 does not fit 64 bits",
                "'a' * 99999999                 ~ It makes a text of more than 16777216 characters",
                "namespace(_x=1)                ~ A namespace cannot hold '_x': it begins with an underscore"
            })
    void saysWhichLineFails(String both) {
        String[] parts = both.split(" +~ ", 2);
        assertThatThrownBy(() -> render("\n\n{{ " + parts[0] + " }}\n"))
                .isInstanceOfSatisfying(
                        TemplateFault.class, fault -> assertThat(fault.line() + ": " + fault.getMessage())
                                .isEqualTo("3: " + parts[1]));
    }

    @Test
    void stopsWhatWouldNotEnd() {
        String loops = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}"
                + "{% endfor %}{% endfor %}";
        assertThatThrownBy(() -> render(loops)).hasMessage("It has taken 20000000 steps and is not done");
        assertThatThrownBy(() -> render("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"))
                .hasMessage("It calls itself more than 200 deep");
        assertThatThrownBy(() -> render("{% set n = namespace(t='aaaaaaaa') %}{% for i in range(99) %}"
                        + "{% set n.t = n.t + n.t %}{% endfor %}"))
                .hasMessage("It makes a text of more than 16777216 characters");
        assertThatThrownBy(() -> Template.parse("{{ " + "(".repeat(10_000) + " }}"))
                .isInstanceOf(TemplateFault.class);
        assertThatThrownBy(() -> Template.parse("{% if a %}".repeat(10_000))).isInstanceOf(TemplateFault.class);
        assertThatThrownBy(() -> render("{{ 1" + " + 1".repeat(100_000) + " }}"))
                .isInstanceOf(TemplateFault.class);
    }
}
