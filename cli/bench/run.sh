#!/bin/sh
# Measures how long commands take, in turns with those of others, and prints a table; behind mvn package. RUNS=10 by default.
# Of the others those are measured that are there: aws (Debian's awscli), and heroku and clever where "npm install --prefix
# cli/target/bench heroku clever-tools" put them.
set -eu
here=$(unset CDPATH; cd "$(dirname "$0")/.." && pwd -P)
folder=$here/target/bench
mkdir -p "$folder/home"
rm -f "$folder/port"
python3 "$here/bench/stub.py" "$folder" &
stub=$!
trap 'kill $stub' EXIT
while [ ! -e "$folder/port" ]; do sleep 0.1; done
address=https://127.0.0.1:$(cat "$folder/port")

export HOME="$folder/home" SSL_CERT_FILE="$folder/cert.pem" AWS_CA_BUNDLE="$folder/cert.pem"
export PROVIDER_HEROKU_API_URL="$address" PROVIDER_HEROKU_API_TOKEN=bench
export AWS_ENDPOINT_URL="$address" AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1 AWS_EC2_METADATA_DISABLED=true
export AWS_ACCESS_KEY_ID=bench AWS_SECRET_ACCESS_KEY=bench
unset XDG_CACHE_HOME PAWSE_JAVA_OPTS
pawse=$here/target/pawse/bin/pawse
"$pawse" warmup >&2

python3 "$here/bench/measure.py" "${RUNS:-10}" \
  "pawse --version" "$pawse --version" \
  "pawse --help" "$pawse --help" \
  "pawse providers" "$pawse providers" \
  "pawse completion bash" "$pawse completion bash" \
  "pawse config, Heroku over TLS" "$pawse config --provider heroku -a shop" \
  "pawse config, AWS over TLS" "$pawse config --provider aws-ecs -a shop" \
  "the same without an archive" "env PAWSE_ARCHIVE=off $pawse config --provider aws-ecs -a shop" \
  "aws --version" "/usr/bin/aws --version" \
  "aws ssm get-parameters-by-path over TLS" "/usr/bin/aws --endpoint-url $address ssm get-parameters-by-path --path /shop" \
  "heroku --version" "$folder/node_modules/.bin/heroku --version" \
  "clever version" "$folder/node_modules/.bin/clever version"
