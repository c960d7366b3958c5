# Sourced by the other scripts: finds the repository, says what is missing, and what is happening.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
VENV=.venv

say() { printf '%s\n' "detente: $*" >&2; }

stop() {
    printf '%s\n' "detente: $*" >&2
    exit 2
}

# Prints the first Python from 3.11 on that can be started; a name on PATH may be an empty shim.
find_python() {
    local name
    for name in python3.11 python3.12 python3.13 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s\n' "$name"
            return 0
        fi
    done
    stop "Python 3.11 or newer is needed and was not found on PATH." \
        "Install it (Debian, Ubuntu: 'apt-get install python3.11 python3.11-venv') and start again."
}
