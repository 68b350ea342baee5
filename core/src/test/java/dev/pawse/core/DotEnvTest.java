package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DotEnvTest {
    private final Problems problems = new Problems();

    @Test
    void namesAndValuesAreReadAsTheOriginalDid() {
        assertThat(parse("""
                # a comment
                PLAIN=value
                export SHELL_STYLE = spaced out \t
                COMMENT=value # not this
                HASH="a # b"
                SINGLE='it stays: \\n ${PLAIN} # too'
                DOUBLE="two\\nlines and \\"quotes\\""
                BACKTICKS=`a "b" 'c'`
                EMPTY=
                EQUALS=a=b=c
                """))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "PLAIN", "value",
                        "SHELL_STYLE", "spaced out",
                        "COMMENT", "value",
                        "HASH", "a # b",
                        "SINGLE", "it stays: \\n ${PLAIN} # too",
                        "DOUBLE", "two\nlines and \"quotes\"",
                        "BACKTICKS", "a \"b\" 'c'",
                        "EMPTY", "",
                        "EQUALS", "a=b=c"));
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void quotesGoOverSeveralLines() {
        assertThat(parse("KEY=\"-----BEGIN\nabc\n-----END\"\nNEXT=1\n"))
                .containsEntry("KEY", "-----BEGIN\nabc\n-----END")
                .containsEntry("NEXT", "1");
    }

    @Test
    void aReferenceIsFilledInWhereItIsKnown() {
        Map<String, String> values = DotEnv.parse(
                ".env",
                "HOST=inner\nURL=http://${HOST}:${PORT}/\nHOOK=\"curl ${PAWSE_APP} $1 \\${HOST}\"\n",
                Map.of("PORT", "80", "HOST", "outer")::get,
                problems);

        assertThat(values)
                .containsEntry("URL", "http://outer:80/")
                .containsEntry("HOOK", "curl ${PAWSE_APP} $1 ${HOST}");
    }

    @Test
    void aLineThatIsNoVariableIsToldWithItsNumberAndWithoutItsText() {
        parse("GOOD=1\r\ns3cr3t\nQUOTE=\"open\n");

        assertThat(problems.all())
                .containsExactly(".env:2: is not of the form NAME=value", ".env:3: the quote \" is not closed");
    }

    @Test
    void aByteOrderMarkDoesNotCount() {
        assertThat(parse("\uFEFFA=1")).containsEntry("A", "1");
    }

    private Map<String, String> parse(String text) {
        return DotEnv.parse(".env", text, name -> null, problems);
    }
}
