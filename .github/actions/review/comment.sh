#!/usr/bin/env bash
# Puts a text into the one comment of a pull request that is known by its first line: the comment is changed where it is
# there, and made where it is not.
#
#   comment.sh FILE [SAME]
#
# Where the file SAME is there, none is made: a pull request that changes nothing needs no comment, but an old one must not
# stay as it is.
#
# GITHUB_API_URL, GITHUB_REPOSITORY and GITHUB_TOKEN are what GitHub gives its runners, PULL_REQUEST is the number.
# COMMENT_AUTHOR is who the token writes as; comments of others are left alone, whatever they begin with.
# HEAD_REPOSITORY is where the branch lies: from a fork, nobody may write, and that is no failure.
set -euo pipefail

mark='<!-- jobwright diff -->'
# What GitHub takes.
most=65536

fail() {
  printf 'error: %s\n' "$1" >&2
  exit 2
}

file=${1:-}
same=${2:-}
[[ -f "$file" ]] || fail "expected a file with the text of the comment, found \`$file\`"
[[ -n "${GITHUB_TOKEN:-}" ]] || fail 'no token: set GITHUB_TOKEN to `${{ github.token }}`'
[[ "${PULL_REQUEST:-}" =~ ^[0-9]+$ ]] || fail "expected the number of a pull request in PULL_REQUEST, found \`${PULL_REQUEST:-}\`"
author=${COMMENT_AUTHOR:-github-actions[bot]}
comments="${GITHUB_API_URL:-https://api.github.com}/repos/$GITHUB_REPOSITORY/issues"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What GitHub answers is in $work/answer, its status in $status. The token is in no argument, which others could see.
call() { # METHOD URL [FILE]
  local options=(--silent --show-error --max-time 60 --config - --request "$1"
    --output "$work/answer" --write-out '%{http_code}')
  # What makes something is not asked for twice.
  [[ "$1" == POST ]] || options+=(--retry 3)
  [[ -z "${3:-}" ]] || options+=(--data-binary "@$3")
  status=$(curl "${options[@]}" "$2" <<< "
    header = \"Authorization: Bearer $GITHUB_TOKEN\"
    header = \"Accept: application/vnd.github+json\"
    header = \"Content-Type: application/json\"
    header = \"X-GitHub-Api-Version: 2022-11-28\"")
}

refused() { # WHAT
  local said
  said=$(jq --raw-output '.message? // empty' "$work/answer" 2> "$work/none" || true)
  if [[ "$status" == 403 && -n "${HEAD_REPOSITORY:-}" && "$HEAD_REPOSITORY" != "$GITHUB_REPOSITORY" ]]; then
    echo '::notice::a pull request from a fork cannot be commented on: the review is in the summary of the job'
    exit 0
  fi
  printf 'error: %s: GitHub answers %s: %s\n' "$1" "$status" "$said" >&2
  [[ "$status" != 403 ]] || echo 'help: give the job `permissions: pull-requests: write`' >&2
  exit 1
}

jq --null-input --rawfile text "$file" --arg mark "$mark" --argjson most "$most" '
  "\n\nThis is cut: a comment holds no more than \($most) characters. All of it is in the summary of the job.\n" as $cut
  | (if $text | startswith($mark) then $text else "\($mark)\n\($text)" end)
  | {body: (if length > $most then .[:$most - ($cut | length)] + $cut else . end)}
' > "$work/comment"

id=
for ((page = 1; page <= 100; page++)); do
  call GET "$comments/$PULL_REQUEST/comments?per_page=100&page=$page"
  [[ "$status" == 200 ]] || refused 'the comments cannot be read'
  id=$(jq --raw-output --arg mark "$mark" --arg author "$author" '
    [.[] | select(.user.login == $author and ((.body // "") | startswith($mark)))][0].id // empty
  ' "$work/answer")
  if [[ -n "$id" || $(jq length "$work/answer") -lt 100 ]]; then
    break
  fi
done

if [[ -n "$id" ]]; then
  call PATCH "$comments/comments/$id" "$work/comment"
  [[ "$status" == 200 ]] || refused 'the comment cannot be changed'
  echo "comment $id is up to date"
elif [[ -n "$same" && -e "$same" ]]; then
  echo 'there is nothing to say, and no comment that says otherwise'
else
  call POST "$comments/$PULL_REQUEST/comments" "$work/comment"
  [[ "$status" == 201 ]] || refused 'the comment cannot be made'
  echo "comment $(jq .id "$work/answer") is new"
fi
