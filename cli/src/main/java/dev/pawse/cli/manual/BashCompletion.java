package dev.pawse.cli.manual;

import dev.pawse.cli.Manual;
import java.util.List;
import java.util.Map;

/** Renders the script for bash, from version 3.2 on. */
final class BashCompletion {
    private static final String HEAD = """
            # Completion of pawse in bash. It starts no Java. In ~/.bashrc: source <(pawse completion bash)

            """;

    private static final String REST = """

            _pawse() {
              local line=${COMP_LINE:0:COMP_POINT} named raw app kind flag cur prefix= name words names list
              # Bash breaks words at colons and equals signs; apps and flags hold them.
              cur=${line##*[[:space:]]}
              read -ra words <<<"${line%"$cur"}"
              COMPREPLY=()
              _pawse_read "${words[@]:1}"
              if [[ -n $kind ]]; then
                prefix=
              elif [[ $cur == --*=* ]]; then
                prefix=${cur%%=*}=
                _pawse_value "$named" "${cur%%=*}"
              elif [[ $cur == -* ]]; then
                _pawse_flags "$named"
                list+=("${_pawse_common[@]}")
                kind=list
              else
                _pawse_subcommands "$raw"
                [[ ${#list[@]} -gt 0 ]] && kind=list || _pawse_argument "$named"
              fi
              case $kind in
                list) ;;
                '='*) list=(${kind#=}) ;;
                files)
                  compopt -o filenames 2>/dev/null
                  while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -f -- "${cur#"$prefix"}")
                  return
                  ;;
                *)
                  _pawse_names "$kind"
                  list=("${names[@]}")
                  ;;
              esac
              for name in "${list[@]}"; do
                [[ $prefix$name != "$cur"* ]] || COMPREPLY+=("$prefix$name")
              done
              # What is before the last break stands there already.
              if [[ $cur == *[:=]* && $COMP_WORDBREAKS == *[:=]* ]]; then
                prefix=${cur%"${cur##*[:=]}"}
                COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
              fi
            }
            complete -F _pawse pawse
            """;

    private BashCompletion() {}

    static String render(List<Manual.Page> pages) {
        CompletionTables tables = new CompletionTables(pages);
        return HEAD + ShellTables.steps(tables) + ShellTables.values(tables) + ShellTables.arguments(tables)
                + ShellTables.lists("_pawse_subcommands", tables.subcommands(), CompletionTables.Item::word)
                + ShellTables.lists("_pawse_flags", tables.flags(), CompletionTables.Item::word)
                + ShellTables.lists("_pawse_shared", Map.of("", tables.commonFlags()), CompletionTables.Item::word)
                + "_pawse_shared ''\n_pawse_common=(\"${list[@]}\")\nunset list\n\n" + ShellTables.READ_WORDS + REST;
    }
}
