package dev.pawse.cli.variables;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.regex.Pattern;

/** Which names of variables can be written where. A name comes from elsewhere and must not become a piece of a script. */
final class Names {
    private static final Pattern SHELL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern DOTENV = Pattern.compile("[A-Za-z0-9_./-]+");
    private static final Pattern TERRAFORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    private Names() {}

    static void requireShell(String name) {
        require(SHELL, name, "a shell");
    }

    static void requireDotenv(String name) {
        require(DOTENV, name, "a .env file");
    }

    static void requireTerraform(String name) {
        require(TERRAFORM, name, "Terraform");
    }

    private static void require(Pattern pattern, String name, String where) {
        if (!pattern.matcher(name).matches()) {
            throw new PawseException(
                    Reason.INVALID, "'" + name + "' is no name of a variable for " + where + "; -F json takes any");
        }
    }
}
