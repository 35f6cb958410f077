#!/usr/bin/env bash
# Writes requirements.lock from pyproject.toml: exact versions and hashes of everything, for every platform.
# Versions that the old lock names stay as they are; `tools/lock.sh --upgrade` takes the newest.
# Needs uv (pip install uv).
set -euo pipefail
cd "$(dirname "$0")/.."

# Both OpenCV wheels own the folder cv2; the headless one is left out (see the header written below).
overrides=$(mktemp)
new=$(mktemp)
trap 'rm -f "$overrides" "$new"' EXIT
echo 'opencv-python-headless ; sys_platform == "never"' > "$overrides"
[ -f requirements.lock ] && cp requirements.lock "$new"

uv pip compile pyproject.toml --extra all --extra dev --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --no-emit-package extractor --no-emit-package opencv-python-headless \
    --overrides "$overrides" --quiet --output-file "$new" "$@"

{
    cat <<'HEADER'
# Every library with its exact version and hashes: the set that the tests and the benchmarks ran with. Written by tools/lock.sh.
#
#     pip install --no-deps --require-hashes -r requirements.lock
#     pip install --no-deps -e .
#
# --no-deps matters. rapidocr asks for opencv-python-headless, layoutparser for opencv-python; both wheels own the folder cv2, and
# whichever is installed second overwrites the other (an upgrade or removal of one then breaks both). Either serves both libraries,
# so this list holds opencv-python alone; a plain `pip install extractor` brings both, which works until one of them is changed.
HEADER
    grep -v '^#' "$new"
} > requirements.lock
