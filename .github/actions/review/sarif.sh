#!/usr/bin/env bash
# Gives GitHub a SARIF file, so that it shows what is new beside the lines and keeps what was dismissed.
#
#   sarif.sh FILE
#
# GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_SHA, GITHUB_REF and GITHUB_TOKEN are what GitHub gives its runners. Where code
# scanning is not for this repository or this token, that is said and is no failure: the annotations are there.
set -euo pipefail

file=${1:-}
[[ -s "$file" ]] || {
  echo '::notice::there are no findings for code scanning: what went wrong is said above'
  exit 0
}
[[ -n "${GITHUB_TOKEN:-}" ]] || {
  echo 'error: no token: set GITHUB_TOKEN to `${{ github.token }}`' >&2
  exit 2
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

gzip -c "$file" | base64 | tr -d '\n' > "$work/packed"
jq --null-input --rawfile sarif "$work/packed" --arg commit "$GITHUB_SHA" --arg ref "$GITHUB_REF" \
  '{commit_sha: $commit, ref: $ref, sarif: $sarif, tool_name: "jobwright"}' > "$work/upload"
# The token is in no argument, which others could see.
status=$(curl --silent --show-error --max-time 120 --config - --output "$work/answer" --write-out '%{http_code}' \
  --data-binary "@$work/upload" \
  "${GITHUB_API_URL:-https://api.github.com}/repos/$GITHUB_REPOSITORY/code-scanning/sarifs" <<< "
    header = \"Authorization: Bearer $GITHUB_TOKEN\"
    header = \"Accept: application/vnd.github+json\"
    header = \"Content-Type: application/json\"
    header = \"X-GitHub-Api-Version: 2022-11-28\"")
said=$(jq --raw-output '.message? // empty' "$work/answer" 2> /dev/null || true)
case "$status" in
  202) echo 'code scanning has the findings' ;;
  401 | 403 | 404) printf '::notice::code scanning does not take the findings (%s: %s)\n' "$status" "$said" ;;
  *)
    printf 'error: code scanning answers %s: %s\n' "$status" "$said" >&2
    exit 1
    ;;
esac
