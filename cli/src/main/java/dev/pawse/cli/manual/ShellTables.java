package dev.pawse.cli.manual;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The tables as functions in the language that bash and zsh share, and what both scripts do with them. */
final class ShellTables {
    private ShellTables() {}

    /** Finds out which command the words before the cursor name, and what may stand at the cursor. Sets the variables it names. */
    static final String READ_WORDS = """
            # Reads the words before the cursor. Sets "named" (the command), "raw" (as it is written), "app", and "kind" and "flag" when the
            # word at the cursor is the value of a flag.
            _pawse_read() {
              local word
              named= raw= app=${PAWSE_APP:-} kind= flag=
              for word in "$@"; do
                if [[ -n $kind ]]; then
                  [[ $flag != -a && $flag != --app ]] || app=$word
                  kind=
                  continue
                fi
                case $word in
                  --) kind=none; return ;;
                  --app=*) app=${word#*=} ;;
                  -*=*) ;;
                  -*) flag=$word; _pawse_value "$named" "$word" ;;
                  *) _pawse_step "$raw" "$word" ;;
                esac
              done
            }

            # Sets "names" to what a kind stands for, as far as the commands that list apps and variables left it in the cache.
            _pawse_names() {
              local file line folder=${XDG_CACHE_HOME:-$HOME/.cache}/pawse/names
              names=()
              case $1 in
                apps) set -- "$folder"/apps/* ;;
                keys)
                  case $app in
                    '') return ;;
                    *[:/]*) set -- "$folder/config/${app%%[:/]*}/${app#*[:/]}" ;;
                    *) set -- "$folder"/config/*/"$app" ;;
                  esac
                  ;;
                *) return ;;
              esac
              for file in "$@"; do
                [[ -f $file && -O $file ]] || continue
                while IFS= read -r line; do
                  names+=("$line")
                done <"$file"
              done
            }
            """;

    /** How the words of a command follow each other. */
    static String steps(CompletionTables tables) {
        StringBuilder text = new StringBuilder("_pawse_step() {\n  case \"$1 $2\" in\n");
        tables.subcommands().forEach((group, items) -> {
            for (CompletionTables.Item item : items) {
                String path = group.isEmpty() ? item.word() : group + " " + item.word();
                text.append("    '")
                        .append(group)
                        .append(' ')
                        .append(item.word())
                        .append("') raw='")
                        .append(path)
                        .append("' named='")
                        .append(tables.paths().getOrDefault(path, path))
                        .append("' ;;\n");
            }
        });
        return text.append("  esac\n}\n").toString();
    }

    static String values(CompletionTables tables) {
        StringBuilder text = new StringBuilder("_pawse_value() {\n  case $1:$2 in\n");
        tables.values()
                .forEach((patterns, kind) -> text.append("    ")
                        .append(String.join(" | ", patterns))
                        .append(") kind='")
                        .append(kind)
                        .append("' ;;\n"));
        return text.append("    *) kind= ;;\n  esac\n}\n").toString();
    }

    static String arguments(CompletionTables tables) {
        StringBuilder text = new StringBuilder("_pawse_argument() {\n  case $1 in\n");
        tables.arguments()
                .forEach((path, kind) -> text.append("    '")
                        .append(path)
                        .append("') kind='")
                        .append(kind)
                        .append("' ;;\n"));
        return text.append("    *) kind=none ;;\n  esac\n}\n").toString();
    }

    /** A function that sets "list" by its argument. */
    static String lists(
            String name,
            Map<String, List<CompletionTables.Item>> lists,
            Function<CompletionTables.Item, String> written) {
        StringBuilder text = new StringBuilder(name).append("() {\n  list=()\n  case $1 in\n");
        lists.forEach((path, items) -> {
            text.append("    '").append(path).append("') list=(");
            items.forEach(item -> text.append(' ').append(written.apply(item)));
            text.append(" ) ;;\n");
        });
        return text.append("  esac\n}\n").toString();
    }
}
