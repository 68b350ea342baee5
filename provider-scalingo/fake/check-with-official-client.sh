#!/bin/sh
# Checks the fake against Scalingo's own client: what it asks for, the fake answers as the client expects it.
# Needs a JDK, node 20 or later with npm, and the classes of the fake on the class path that is given.
#
#   provider-scalingo/fake/check-with-official-client.sh CLASSPATH
#
# CLIENTS=FOLDER keeps what npm installed for the next time.
set -eu

class_path=${1:?"usage: $0 CLASSPATH"}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
clients=${CLIENTS:-$work/clients}
fake=

finish() {
  if [ -n "$fake" ]; then
    kill "$fake" 2>/dev/null || true
    wait "$fake" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

java -cp "$class_path" dev.pawse.scalingo.fake.FakeScalingo > "$work/fake.out" 2> "$work/fake.err" &
fake=$!
tries=0
until [ "$(grep -c '^export ' "$work/fake.out")" = 4 ]; do
  tries=$((tries + 1))
  if [ "$tries" -ge 100 ]; then
    echo "WRONG  the fake does not start" >&2
    cat "$work/fake.err" >&2
    exit 1
  fi
  sleep 0.1
done
grep '^export ' "$work/fake.out" > "$work/environment"
. "$work/environment"

mkdir -p "$clients"
[ -f "$clients/package.json" ] || printf '{"private": true}\n' > "$clients/package.json"
(cd "$clients" && npm install --silent --no-audit --no-fund scalingo@0.14.6)

echo "== scalingo 0.14.6"
NODE_PATH="$clients/node_modules" node "$here/check-with-official-client.js"
