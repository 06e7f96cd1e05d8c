# Sourced by every script here with the packages that it needs: installs them in a new environment (venv) of a temporary folder,
# goes there, and when the script has ended compares the file `seen`, which it wrote, with `expected`.
set -euo pipefail
finding=$(basename "$0" .sh)
folder=$(mktemp -d)

compare() {
  local status=$?
  if [ "$status" -eq 0 ]; then
    if diff "$folder/expected" "$folder/seen"; then
      echo "$finding: as stated"
    else
      echo "$finding: no longer as stated (left: stated, right: now)" >&2
      status=1
    fi
  fi
  rm -rf "$folder"
  exit "$status"
}

trap compare EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
[ $# -eq 0 ] || "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
cd "$folder"
