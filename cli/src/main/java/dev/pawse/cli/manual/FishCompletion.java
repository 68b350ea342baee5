package dev.pawse.cli.manual;

import dev.pawse.cli.Manual;
import java.util.List;
import java.util.Map;

/** Renders the script for fish, with the explanations of the help. */
final class FishCompletion {
    private static final String HEAD = """
            # Completion of pawse in fish. It starts no Java. pawse completion fish > ~/.config/fish/completions/pawse.fish

            """;

    private static final String REST = """

            function __pawse_names
                set -l folder ~/.cache/pawse/names
                set -q XDG_CACHE_HOME; and set folder $XDG_CACHE_HOME/pawse/names
                set -l files
                switch $argv[1]
                    case apps
                        set files $folder/apps/*
                    case keys
                        set -l parts (string split -m 1 : -- (string replace / : -- $argv[2]))
                        switch (count $parts)
                            case 2
                                set files $folder/config/$parts[1]/$parts[2]
                            case 1
                                test -n "$parts[1]"; and set files $folder/config/*/$parts[1]
                        end
                end
                for file in $files
                    test -f $file -a -O $file; and string replace -r '$' \\t'' < $file
                end
            end

            function __pawse_complete
                set -l path ''
                set -l raw ''
                set -l app "$PAWSE_APP"
                set -l kind ''
                set -l flag ''
                set -l words (commandline -opc)
                set -l cur (commandline -ct)
                for word in $words[2..]
                    if test -n "$kind"
                        contains -- $flag -a --app; and set app $word
                        set kind ''
                        continue
                    end
                    switch $word
                        case --
                            return
                        case '--app=*'
                            set app (string replace -- --app= '' $word)
                        case '-*=*'
                        case '-*'
                            set flag $word
                            set kind (__pawse_value $path $word)
                        case '*'
                            set -l step (__pawse_step $raw $word)
                            if test (count $step) -eq 2
                                set raw $step[1]
                                set path $step[2]
                            end
                    end
                end
                set -l before ''
                if test -n "$kind"
                    true
                else if string match -q -- '--*=*' $cur
                    set before (string replace -r '=.*' = -- $cur)
                    set kind (__pawse_value $path (string replace -r '=.*' '' -- $cur))
                else if string match -q -- '-*' $cur
                    __pawse_flags $path
                    __pawse_shared ''
                    return
                else
                    set -l subcommands (__pawse_subcommands $raw)
                    if test (count $subcommands) -gt 0
                        printf '%s\\n' $subcommands
                        return
                    end
                    set kind (__pawse_argument $path)
                end
                switch $kind
                    case '=*'
                        printf '%s\\n' $before(string split ' ' -- (string replace -r '^= ' '' -- $kind))
                    case files
                        __fish_complete_path (string replace -- "$before" '' $cur)
                    case apps keys
                        for name in (__pawse_names $kind $app)
                            printf '%s\\n' $before$name
                        end
                end
            end

            complete -c pawse -f -a '(__pawse_complete)'
            """;

    private FishCompletion() {}

    static String render(List<Manual.Page> pages) {
        CompletionTables tables = new CompletionTables(pages);
        return HEAD
                + steps(tables)
                + values(tables)
                + arguments(tables)
                + lists("subcommands", tables.subcommands())
                + lists("flags", tables.flags())
                + lists("shared", Map.of("", tables.commonFlags()))
                + REST;
    }

    private static String steps(CompletionTables tables) {
        StringBuilder text = new StringBuilder("function __pawse_step\n    switch \"$argv[1] $argv[2]\"\n");
        tables.subcommands().forEach((group, items) -> {
            for (CompletionTables.Item item : items) {
                String path = group.isEmpty() ? item.word() : group + " " + item.word();
                text.append("        case '")
                        .append(group)
                        .append(' ')
                        .append(item.word())
                        .append("'\n            printf '%s\\n' '")
                        .append(path)
                        .append("' '")
                        .append(tables.paths().getOrDefault(path, path))
                        .append("'\n");
            }
        });
        return text.append("    end\nend\n").toString();
    }

    private static String values(CompletionTables tables) {
        StringBuilder text = new StringBuilder("function __pawse_value\n    switch \"$argv[1]:$argv[2]\"\n");
        tables.values().forEach((patterns, kind) -> {
            text.append("        case");
            patterns.forEach(pattern ->
                    text.append(" '").append(pattern.replace("'", "")).append("'"));
            text.append("\n            echo '").append(kind).append("'\n");
        });
        return text.append("    end\nend\n").toString();
    }

    private static String arguments(CompletionTables tables) {
        StringBuilder text = new StringBuilder("function __pawse_argument\n    switch \"$argv[1]\"\n");
        tables.arguments()
                .forEach((path, kind) -> text.append("        case '")
                        .append(path)
                        .append("'\n            echo '")
                        .append(kind)
                        .append("'\n"));
        return text.append("    end\nend\n").toString();
    }

    private static String lists(String name, Map<String, List<CompletionTables.Item>> lists) {
        StringBuilder text = new StringBuilder("function __pawse_").append(name).append("\n    switch \"$argv[1]\"\n");
        lists.forEach((path, items) -> {
            text.append("        case '").append(path).append("'\n            printf '%s\\t%s\\n'");
            items.forEach(item -> text.append(" '")
                    .append(item.word())
                    .append("' '")
                    .append(escaped(item.text()))
                    .append("'"));
            text.append("\n");
        });
        return text.append("    end\nend\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }
}
