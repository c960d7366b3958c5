#!/bin/sh
# Installs detente from this folder, without a network:
#   sh install.sh [--to DIR] [--python PYTHON]    install, and make it the current one
#   sh install.sh --rollback [--to DIR]           make the one before it the current one again
# Each build goes into a folder of its own below DIR (default: /opt/detente); `current` and
# `previous` are links. Homes, records and keys are not touched. Stop the node before, start it after.
set -eu

to=/opt/detente
python=
rollback=no
while [ $# -gt 0 ]; do
    case $1 in
    --to) to=${2:?--to takes a folder} && shift 2 ;;
    --python) python=${2:?--python takes a program} && shift 2 ;;
    --rollback) rollback=yes && shift ;;
    *) echo "install.sh: $1 is not known here; see the first lines of this file" >&2 && exit 2 ;;
    esac
done

case $to in
/*) ;;
*) to=$PWD/$to ;;
esac

stop() {
    echo "install.sh: $*" >&2
    exit 1
}

point() { # point LINK FOLDER: in one step, so that nobody ever finds no `current`
    ln -s "$2" "$to/.$1.$$"
    mv -T "$to/.$1.$$" "$to/$1"
}

if [ $rollback = yes ]; then
    before=$(readlink "$to/previous") || stop "$to holds no previous build to go back to"
    [ -x "$to/$before/bin/detente" ] || stop "$to/$before is not there any more"
    now=$(readlink "$to/current")
    point current "$before"
    point previous "$now"
    echo "current is $before again (was $now). Restart the node."
    exit 0
fi

cd "$(dirname "$0")"
sha256sum --check --quiet --strict SHA256SUMS || stop "this archive is damaged or was changed"
build=$(cat BUILD)
if [ -z "$python" ]; then
    for name in python3.11 python3.12 python3.13 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            python=$name
            break
        fi
    done
fi
[ -n "$python" ] || stop "Python 3.11 or newer is needed (Debian, Ubuntu: python3.11-venv)"

mkdir -p "$to"
if [ ! -f "$to/$build/complete" ]; then
    rm -rf "${to:?}/$build"
    "$python" -m venv "$to/$build" || stop "Python's venv is missing (Debian, Ubuntu: python3.11-venv)"
    PIP_CONFIG_FILE=/dev/null "$to/$build/bin/python" -m pip install --quiet --isolated \
        --disable-pip-version-check --no-index --no-deps --find-links wheels --require-hashes \
        --requirement requirements.lock ||
        stop "pip's words are above. The archive is for one Python version: is $python that one?"
    "$to/$build/bin/python" -m pip --isolated --disable-pip-version-check check >/dev/null ||
        stop "the packages do not fit together"
    "$to/$build/bin/detente" --version >/dev/null || stop "the build was installed but does not start"
    touch "$to/$build/complete"
fi
now=$(readlink "$to/current" 2>/dev/null || true)
if [ "$now" != "$build" ]; then
    point current "$build"
    [ -z "$now" ] || point previous "$now"
fi
echo "installed $build: $to/current/bin/detente"
[ -z "$now" ] || [ "$now" = "$build" ] || echo "before it: $now (sh install.sh --rollback goes back)"
