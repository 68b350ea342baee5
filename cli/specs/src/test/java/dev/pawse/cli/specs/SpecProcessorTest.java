package dev.pawse.cli.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real compilations; that what is written is right, the tests of the commands show. */
final class SpecProcessorTest {
    @TempDir
    Path output;

    @Test
    void aSpecStandsBesideItsClass() throws IOException {
        assertThat(compile("@picocli.CommandLine.Option(names = {\"-n\", \"--number\"}) int number;"))
                .isEmpty();

        assertThat(Files.readString(output.resolve("test/FlagsSpec.java")))
                .contains("class FlagsSpec extends dev.pawse.cli.Described<Flags>")
                .contains("option(it, 0, \"-n\", \"--number\").paramLabel(\"<number>\").type(int.class)")
                .contains("case 0: it.number = (Integer) value; break;");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                @picocli.CommandLine.Option(names = "-x", hidden = true) boolean x;  | hidden of an option
                @picocli.CommandLine.Parameters(index = "1") String x;               | index of an argument
                @picocli.CommandLine.Option(names = "-x") private boolean x;         | a field that is private or static
                @picocli.CommandLine.Option(names = "-x") long x;                    | fields of type long
                """)
    void whatItDoesNotKnowIsAnError(String field, String unknown) {
        assertThat(compile(field)).containsExactly("SpecSource does not know " + unknown);
    }

    private List<String> compile(String field) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
        JavaCompiler.CompilationTask task = compiler.getTask(
                null,
                null,
                told,
                List.of("-proc:only", "-d", output.toString()),
                null,
                List.of(
                        new Source("test/Flags", "package test; class Flags { " + field + " }"),
                        new Source("dev/pawse/cli/Described", "package dev.pawse.cli; public class Described<T> {}")));
        task.setProcessors(List.of(new SpecProcessor()));
        task.call();
        return told.getDiagnostics().stream().map(each -> each.getMessage(null)).toList();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        private Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
