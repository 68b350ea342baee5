#!/bin/sh
# Checks the fake against AWS's own client for Python: what it asks for, the fake answers as the client expects it.
# Needs a JDK, python 3 with boto3 (or pip, which installs it into a folder of its own), and the classes of the fake on the class path
# that is given.
#
#   provider-aws-ecs/fake/check-with-official-client.sh CLASSPATH
#
# CLIENTS=FOLDER keeps what pip installed for the next time.
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

java -cp "$class_path" dev.pawse.ecs.fake.FakeAws > "$work/fake.out" 2> "$work/fake.err" &
fake=$!
tries=0
until [ "$(grep -c '^export ' "$work/fake.out")" = 6 ]; do
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

if ! python3 -c 'import boto3' 2> /dev/null; then
  [ -d "$clients" ] || python3 -m pip install --quiet --target "$clients" boto3
  export PYTHONPATH="$clients"
fi

export PYTHONDONTWRITEBYTECODE=1
for check in "$here"/check-with-official-client*.py; do
  python3 "$check"
done
