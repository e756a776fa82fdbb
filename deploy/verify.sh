#!/bin/sh
# Whether an offline bundle is as it was signed: verify.sh BUNDLE.tar RELEASE-KEY.pem
# Needs tar, openssl 3 and sha256sum. Take this script and the key from where you trust them, not from the bundle.
set -eu

if [ $# -ne 2 ]; then
  echo 'verify.sh BUNDLE.tar RELEASE-KEY.pem' >&2
  exit 2
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Nothing but the two lists is unpacked before the signature holds.
tar -xf "$1" -C "$folder" --no-same-owner --no-same-permissions SHA256SUMS SHA256SUMS.sig
openssl pkeyutl -verify -pubin -inkey "$2" -rawin -in "$folder/SHA256SUMS" -sigfile "$folder/SHA256SUMS.sig"

tar -xf "$1" -C "$folder" --no-same-owner --no-same-permissions
cd "$folder"
sha256sum --check --strict --quiet SHA256SUMS

# What nobody signed is not in it either.
signed=$(cut -c 67- SHA256SUMS | LC_ALL=C sort)
found=$(find . ! -type d ! -path ./SHA256SUMS ! -path ./SHA256SUMS.sig | cut -c 3- | LC_ALL=C sort)
if [ "$signed" != "$found" ]; then
  echo 'There are files in it that nobody signed.' >&2
  exit 1
fi
echo 'Every file is as it was signed.'
