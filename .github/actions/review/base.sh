#!/usr/bin/env bash
# Prints the commit that a pull request is compared with, and fetches it where it is missing.
#
# GitHub checks out what merging would make: its first parent is the branch that is merged into. Of any other commit,
# it is where the two parted; BASE_SHA is the commit of that branch.
set -euo pipefail

has() {
  git cat-file -e "$1^{commit}" 2> /dev/null
}

# A shallow clone knows the names of parents that it does not have.
parents=$(git cat-file commit HEAD | sed -n '/^$/q; s/^parent //p')
if [[ "${GITHUB_REF:-}" == refs/pull/*/merge && $(wc -l <<< "$parents") -eq 2 ]]; then
  base=${parents%%$'\n'*}
  has "$base" || git fetch --quiet --no-tags --depth=1 origin "$base" >&2
else
  base=${BASE_SHA:-}
  [[ "$base" =~ ^[0-9a-f]{40,64}$ ]] || {
    printf 'error: expected the hash of a commit in BASE_SHA, found `%s`\n' "$base" >&2
    exit 2
  }
  if ! has "$base" || ! git merge-base "$base" HEAD > /dev/null; then
    [[ $(git rev-parse --is-shallow-repository) == false ]] || git fetch --quiet --no-tags --unshallow origin >&2
    has "$base" || git fetch --quiet --no-tags origin "$base" >&2
  fi
  base=$(git merge-base "$base" HEAD)
fi
printf '%s\n' "$base"
