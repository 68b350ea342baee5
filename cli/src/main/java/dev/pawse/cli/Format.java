package dev.pawse.cli;

import java.util.Locale;

/** How results are written. */
public enum Format {
    /** For people. */
    HUMAN,
    /** One JSON value; of a stream, one a line. */
    JSON,
    /** One JSON value a line. */
    JSONL,
    /** One record a line, parts separated by tabs, no header and no colour. */
    TSV,
    /** Config variables as a shell reads them. */
    SHELL,
    /** Config variables as a {@code .env} file holds them. */
    DOTENV,
    /** Config variables as YAML. */
    YAML,
    /** Config variables as a file of Java's properties. */
    PROPERTIES,
    /** Config variables as Terraform's values of its variables. */
    TFVARS;

    boolean isJson() {
        return this == JSON || this == JSONL;
    }

    boolean isForVariables() {
        return compareTo(SHELL) >= 0;
    }

    static Format of(String word) {
        for (Format format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(word)) {
                return format;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is not a format: human, json, jsonl or tsv");
    }
}
