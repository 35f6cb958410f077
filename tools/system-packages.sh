#!/usr/bin/env bash
# Installs what no Python wheel brings: Tesseract with its languages, and the two libraries that OpenCV's wheel links against.
# Does so as root or by a sudo that asks nothing; anywhere else it says what to do, and never fails: without Tesseract the
# engine inside the rapidocr wheel reads every picture.
set -uo pipefail

languages=(eng deu fra spa ita nld por pol)
packages=(libgl1 libglib2.0-0 tesseract-ocr)
for language in "${languages[@]}"; do packages+=("tesseract-ocr-$language"); done

missing() {
    command -v tesseract > /dev/null || { echo "Tesseract"; return; }
    local have language
    have=$(tesseract --list-langs 2> /dev/null)
    for language in "${languages[@]}"; do grep -qx "$language" <<< "$have" || { echo "Tesseract's language $language"; return; }; done
    if command -v ldconfig > /dev/null; then
        ldconfig -p | grep -q 'libGL\.so\.1' || { echo "libGL.so.1"; return; }
        ldconfig -p | grep -q 'libglib-2\.0\.so\.0' || { echo "libglib-2.0.so.0"; return; }
    fi
}

lacking=$(missing)
[ -z "$lacking" ] && exit 0

if ! command -v apt-get > /dev/null; then
    echo "system packages: $lacking is missing. Install tesseract with its languages (${languages[*]}) by this system's package manager;" >&2
    echo "on macOS: brew install tesseract tesseract-lang. Going on without." >&2
    exit 0
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo > /dev/null && sudo -n true 2> /dev/null; then
        as_root=(sudo -n)
    else
        echo "system packages: $lacking is missing, and this user may not install it. As root:" >&2
        echo "    apt-get install -y ${packages[*]}" >&2
        echo "Going on without." >&2
        exit 0
    fi
fi
echo "system packages: $lacking is missing; installing ${packages[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
install() { "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" > /dev/null; }
if ! install 2> /dev/null; then
    "${as_root[@]}" apt-get update -qq > /dev/null && install || echo "system packages: apt-get did not install them; going on without." >&2
fi
exit 0
