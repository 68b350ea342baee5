package dev.pawse.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Says what was wrong with the words, in ours. */
final class UsageProblem {
    private UsageProblem() {}

    static Problem of(CommandLine.ParameterException failure) {
        String command = failure.getCommandLine().getCommandName();
        String help = command.startsWith("pawse") ? command + " --help" : "pawse --help";
        if (failure instanceof CommandLine.UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            if (unmatched.isUnknownOption()) {
                List<String> known = failure.getCommandLine().getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .toList();
                return Problem.usage("unknown flag " + word.split("=", 2)[0])
                        .similar(Similar.to(word.split("=", 2)[0], known).orElse(null))
                        .next(help);
            }
            return Problem.usage("'" + word + "' is one argument too many").next(help);
        }
        if (failure instanceof CommandLine.MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return Problem.usage("missing " + missing.getMissing().get(0).paramLabel())
                    .next(help);
        }
        Throwable cause = failure.getCause();
        String name = failure.getArgSpec() instanceof OptionSpec option ? option.longestName() : null;
        String message = cause instanceof IllegalArgumentException && name != null && cause.getMessage() != null
                ? name + ": " + cause.getMessage()
                : String.valueOf(failure.getMessage());
        return Problem.usage(message).next(help);
    }
}
