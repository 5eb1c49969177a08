#!/usr/bin/env bash
# Puts a text into the one note of a merge request that is known by its first line: the note is changed where it is
# there, and made where it is not.
#
#   gitlab-note.sh FILE [SAME]
#
# Where the file SAME is there, none is made: a merge request that changes nothing needs no note, but an old one must not
# stay as it is.
#
# CI_API_V4_URL, CI_PROJECT_ID, CI_PROJECT_PATH, CI_MERGE_REQUEST_IID and CI_MERGE_REQUEST_SOURCE_PROJECT_PATH are what
# GitLab gives its runners. JOBWRIGHT_TOKEN is a project access token: notes of others are left alone, whatever they begin
# with. From a fork, the token is not there, and that is no failure.
set -euo pipefail

mark='<!-- jobwright diff -->'
# What GitLab takes.
most=1000000

fail() {
  printf 'error: %s\n' "$1" >&2
  exit 2
}

file=${1:-}
same=${2:-}
[[ -f "$file" ]] || fail "expected a file with the text of the note, found \`$file\`"
[[ "${CI_MERGE_REQUEST_IID:-}" =~ ^[0-9]+$ ]] || fail "expected the number of a merge request in CI_MERGE_REQUEST_IID, found \`${CI_MERGE_REQUEST_IID:-}\`"
if [[ -z "${JOBWRIGHT_TOKEN:-}" ]]; then
  source=${CI_MERGE_REQUEST_SOURCE_PROJECT_PATH:-$CI_PROJECT_PATH}
  [[ "$source" != "${CI_MERGE_REQUEST_PROJECT_PATH:-$CI_PROJECT_PATH}" ]] ||
    fail 'no token: make a project access token with the role Reporter and the scope `api`, and put it into the variable JOBWRIGHT_TOKEN'
  echo 'a merge request from a fork has no token for a note: the review is among the artifacts'
  exit 0
fi
notes="$CI_API_V4_URL/projects/${CI_MERGE_REQUEST_PROJECT_ID:-$CI_PROJECT_ID}/merge_requests/$CI_MERGE_REQUEST_IID/notes"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What GitLab answers is in $work/answer, its status in $status. The token is in no argument, which others could see.
call() { # METHOD URL [FILE]
  local options=(--silent --show-error --max-time 60 --config - --request "$1"
    --output "$work/answer" --write-out '%{http_code}')
  # What makes something is not asked for twice.
  [[ "$1" == POST ]] || options+=(--retry 3)
  [[ -z "${3:-}" ]] || options+=(--data-binary "@$3")
  status=$(curl "${options[@]}" "$2" <<< "
    header = \"PRIVATE-TOKEN: $JOBWRIGHT_TOKEN\"
    header = \"Content-Type: application/json\"")
}

refused() { # WHAT
  local said
  said=$(jq --compact-output '.message? // .error? // empty' "$work/answer" 2> "$work/none" || true)
  printf 'error: %s: GitLab answers %s: %s\n' "$1" "$status" "$said" >&2
  [[ "$status" != 401 && "$status" != 403 ]] ||
    echo 'help: give JOBWRIGHT_TOKEN a token with the role Reporter and the scope `api` that has not expired' >&2
  exit 1
}

jq --null-input --rawfile text "$file" --arg mark "$mark" --argjson most "$most" '
  "\n\nThis is cut: a note holds no more than \($most) characters. All of it is among the artifacts.\n" as $cut
  | (if $text | startswith($mark) then $text else "\($mark)\n\($text)" end)
  | {body: (if length > $most then .[:$most - ($cut | length)] + $cut else . end)}
' > "$work/note"

call GET "$CI_API_V4_URL/user"
[[ "$status" == 200 ]] || refused 'the token is of nobody'
me=$(jq .id "$work/answer")

id=
for ((page = 1; page <= 100; page++)); do
  call GET "$notes?per_page=100&page=$page"
  [[ "$status" == 200 ]] || refused 'the notes cannot be read'
  id=$(jq --raw-output --arg mark "$mark" --argjson me "$me" '
    [.[] | select(.author.id == $me and ((.body // "") | startswith($mark)))][0].id // empty
  ' "$work/answer")
  if [[ -n "$id" || $(jq length "$work/answer") -lt 100 ]]; then
    break
  fi
done

if [[ -n "$id" ]]; then
  call PUT "$notes/$id" "$work/note"
  [[ "$status" == 200 ]] || refused 'the note cannot be changed'
  echo "note $id is up to date"
elif [[ -n "$same" && -e "$same" ]]; then
  echo 'there is nothing to say, and no note that says otherwise'
else
  call POST "$notes" "$work/note"
  [[ "$status" == 201 ]] || refused 'the note cannot be made'
  echo "note $(jq .id "$work/answer") is new"
fi
