#!/usr/bin/env bash
# One step of the review of a pull request: `gen`, `lint` or `diff`.
#
#   review.sh gen|lint|diff
#
# JOBWRIGHT is the command, in words; FOLDER is a folder of plain job files, in place of a registry. What the next steps
# need is in RUNNER_TEMP: `jobwright.sarif`, `review.md`, and `review.same` where nothing is different. The summary of the
# job is GITHUB_STEP_SUMMARY. No step that runs the project's own code has a token.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
read -r -a jobwright <<< "${JOBWRIGHT:-cargo run --quiet --}"
folder=()
[[ -z "${FOLDER:-}" ]] || folder=("$FOLDER")
work=${RUNNER_TEMP:-/tmp}

# Runs a command whose answer may be no.
ask() { # FILE COMMAND…
  local file=$1 code=0
  shift
  "$@" > "$file" || code=$?
  [[ $code -le 1 ]] || {
    rm -f "$file"
    exit "$code"
  }
  return "$code"
}

# The whole text, for a page that takes a megabyte.
summary() { # FILE
  {
    echo '### Effect on running allocations'
    echo
    echo '<pre>'
    head -c 900000 "$1" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'
    [[ $(wc -c < "$1") -le 900000 ]] || printf '\nThis is cut: `jobwright diff --full` shows all of it.\n'
    echo '</pre>'
  } >> "${GITHUB_STEP_SUMMARY:-/dev/stdout}"
}

case "${1:-}" in
  gen)
    "${jobwright[@]}" gen --check --message-format github
    ;;
  lint)
    code=0
    ask "$work/jobwright.sarif" "${jobwright[@]}" lint --format sarif ${folder[@]+"${folder[@]}"} || code=$?
    "${jobwright[@]}" lint --format github ${folder[@]+"${folder[@]}"} || code=$?
    exit "$code"
    ;;
  diff)
    # What an earlier push would have done must not stay in the comment, whatever goes wrong here.
    printf '%s\n' '<!-- jobwright diff -->' '### Effect on running allocations' '' \
      'This could not be told: the log of the job says why.' > "$work/review.md"
    base=$("$here/base.sh")
    range=("$base..HEAD")
    [[ -z "${FOLDER:-}" ]] || range+=(-- "$FOLDER")
    rm -f "$work/review.same"
    code=0
    ask "$work/review.new" "${jobwright[@]}" diff --exit-code --format markdown "${range[@]}" || code=$?
    mv "$work/review.new" "$work/review.md"
    [[ $code -ne 0 ]] || touch "$work/review.same"
    "${jobwright[@]}" diff --full "${range[@]}" > "$work/review.txt"
    summary "$work/review.txt"
    ;;
  *)
    printf 'error: expected `gen`, `lint` or `diff`, found `%s`\n' "${1:-}" >&2
    exit 2
    ;;
esac
