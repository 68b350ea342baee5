package dev.pawse.cli.manual;

import dev.pawse.cli.Manual;
import java.util.List;
import java.util.Map;

/** Renders the script for zsh, with the explanations of the help. */
final class ZshCompletion {
    private static final String HEAD = """
            #compdef pawse
            # Completion of pawse in zsh. It starts no Java. In ~/.zshrc, behind compinit: source <(pawse completion zsh)

            """;

    private static final String REST = """

            _pawse() {
              local named raw app kind flag cur=$words[CURRENT]
              local -a names list
              _pawse_read "${(@)words[2,CURRENT-1]}"
              if [[ -n $kind ]]; then
                :
              elif [[ $cur == --*=* ]]; then
                _pawse_value "$named" "${cur%%=*}"
                compset -P '*='
              elif [[ $cur == -* ]]; then
                _pawse_flags "$named"
                list+=("${_pawse_common[@]}")
                _describe -o flag list
                return
              else
                _pawse_subcommands "$raw"
                if (( ${#list} )); then
                  _describe command list
                  return
                fi
                _pawse_argument "$named"
              fi
              case $kind in
                '='*) compadd -- ${=kind#=} ;;
                files) _files ;;
                *)
                  _pawse_names "$kind"
                  compadd -- "${names[@]}"
                  ;;
              esac
            }
            if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
              _pawse "$@"
            else
              compdef _pawse pawse
            fi
            """;

    private ZshCompletion() {}

    static String render(List<Manual.Page> pages) {
        CompletionTables tables = new CompletionTables(pages);
        return HEAD + ShellTables.steps(tables) + ShellTables.values(tables) + ShellTables.arguments(tables)
                + ShellTables.lists("_pawse_subcommands", tables.subcommands(), ZshCompletion::described)
                + ShellTables.lists("_pawse_flags", tables.flags(), ZshCompletion::described)
                + ShellTables.lists("_pawse_shared", Map.of("", tables.commonFlags()), ZshCompletion::described)
                + "typeset -ga _pawse_common\n() { local -a list; _pawse_shared ''; _pawse_common=(\"${list[@]}\") }\n\n"
                + ShellTables.READ_WORDS + REST;
    }

    private static String described(CompletionTables.Item item) {
        return "'" + item.word() + ":" + item.text().replace("\\", "\\\\").replace("'", "'\\''") + "'";
    }
}
