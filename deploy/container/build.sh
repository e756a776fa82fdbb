#!/bin/sh
# Builds the image of each role from the packages that deploy/debian/build.mjs made:
#   deploy/container/build.sh FOLDER-OF-PACKAGES debian:bookworm-slim@sha256:… [NAME]
# ENGINE is docker or podman. Images are called NAME-ROLE:VERSION.
set -eu

if [ $# -lt 2 ]; then
  sed -n 's/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
packages=$1
base=$2
name=${3:-nautilus}
case $base in
  *@sha256:????????????????????????????????????????????????????????????????) ;;
  *)
    echo "The base $base is not named by its digest: what is built tomorrow would be another image." >&2
    exit 2
    ;;
esac
here=$(dirname "$(readlink -f "$0")")
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
mkdir "$context/packages"
for file in "$packages"/nautilus*.deb; do
  ln "$file" "$context/packages/" 2> /dev/null || cp "$file" "$context/packages/"
done
deb=$(find "$context/packages" -name 'nautilus_*.deb')
version=$(dpkg-deb --field "$deb" Version)
arch=$(dpkg-deb --field "$deb" Architecture)
for role in api worker sensor platform; do
  "${ENGINE:-docker}" build --file "$here/Containerfile" --target "$role" --tag "$name-$role:$version" \
    --build-arg "BASE=$base" --build-arg "VERSION=$version" --build-arg "ARCH=$arch" "$context"
done
