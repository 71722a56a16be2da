#!/bin/sh
# Make .venv. Debian's Python comes without the part that venv needs; as root it is installed.
set -eu
python="$1"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本 (Python 3.11 or later is needed)"; exit 1; }
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv
    else
        echo "Install python3-venv first: sudo apt-get install python3-venv"
        exit 1
    fi
fi
"$python" -m venv .venv
