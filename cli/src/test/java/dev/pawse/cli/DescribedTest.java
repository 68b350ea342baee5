package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What the compiler wrote down of the annotations is what picocli finds in them by reflection. */
final class DescribedTest {
    static Stream<Object> annotated() {
        return Stream.concat(
                Stream.of(new GlobalOptions()),
                Catalog.entries().stream().map(Catalog.Entry::path).map(Catalog::create));
    }

    @ParameterizedTest
    @MethodSource("annotated")
    void picocliIsToldWhatTheAnnotationsSay(Object target) {
        CommandSpec written = Described.spec(target);
        CommandSpec read = CommandSpec.forAnnotatedObject(target);

        assertThat(written.usageMessage().description())
                .isEqualTo(read.usageMessage().description());
        assertThat(written.usageMessage().footer())
                .isEqualTo(read.usageMessage().footer());
        assertThat(facts(written)).isEqualTo(facts(read));
        assertThat(written.mixins().keySet()).isEqualTo(read.mixins().keySet());
    }

    // Two of picocli's specs are equal only if both know the field by reflection.
    private static List<String> facts(CommandSpec spec) {
        Stream<String> options = spec.options().stream().map(DescribedTest::facts);
        Stream<String> arguments = spec.positionalParameters().stream().map(DescribedTest::facts);
        return Stream.concat(options, arguments).toList();
    }

    private static String facts(OptionSpec option) {
        return String.join(" ", option.names()) + " " + option.usageHelp() + " " + option.versionHelp() + " "
                + option.negatable() + " " + of(option);
    }

    private static String facts(PositionalParamSpec argument) {
        return argument.index() + " " + of(argument);
    }

    private static String of(ArgSpec spec) {
        return spec.paramLabel() + " " + spec.arity() + " " + spec.arity().isUnspecified() + " " + spec.required() + " "
                + spec.type() + " " + List.of(spec.auxiliaryTypes()) + " " + spec.splitRegex() + " "
                + List.of(spec.description()) + " " + spec.<Object>getValue();
    }
}
