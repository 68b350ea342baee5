#!/bin/sh
# Shows that what is installed can be built again by whoever wants to check it: builds this commit twice, in two folders, in another
# time zone and language, and compares every byte: reproducible.sh [FOLDER]. It takes some minutes; MVN names another Maven.
set -eu
here=$(unset CDPATH; cd "$(dirname "$0")/.." && pwd -P)
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
# Maven writes the modes of folders into the jars.
umask 022

build() {
  rm -rf "${folder:?}/$1"
  git clone -q --no-hardlinks "$here" "$folder/$1"
  cd "$folder/$1"
  ${MVN:-mvn} -q -Pdist -Dfast -DskipTests package -pl cli -am
  sh cli/jlink/image.sh >/dev/null
  cd cli/target
  {
    sha256sum pawse-*.tar.gz pawse-*.zip pawse_*.deb
    find pawse pawse-image -type f -exec sha256sum {} + | sort -k2
    find pawse-image -exec stat -c '%a %n' {} + | sort -k2
  } >"$folder/$1.sums"
}

(build one)
(export TZ=Asia/Tokyo LC_ALL=C && build another)
linker=$("${JAVA_HOME:+$JAVA_HOME/bin/}jlink" --version)
if [ "${linker%%.*}" -lt 25 ]; then
  echo "The jlink of Java ${linker%%.*} orders its modules differently each time: they are left out. That of Java 25 does not."
  sed -i '/pawse-image\/java\/lib\/modules$/d' "$folder/one.sums" "$folder/another.sums"
fi
diff "$folder/one.sums" "$folder/another.sums" | grep '^[<>]' && exit 1
head -3 "$folder/one.sums"
echo "The same twice: $(wc -l <"$folder/one.sums") lines."
