# Sourced by setup and build: makes the web console from console/ into src/detente/ui.

NODE_WORDS="Node.js 20.19 or newer with npm builds the web console, and"

# Says why the console cannot be built here; silent when it can.
console_lacks() {
    if ! command -v node >/dev/null 2>&1; then
        printf '%s\n' "$NODE_WORDS node was not found on PATH."
    elif ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
        printf '%s\n' "$NODE_WORDS node here is $(node -v)."
    elif ! command -v npm >/dev/null 2>&1; then
        printf '%s\n' "$NODE_WORDS npm was not found on PATH."
    fi
}

# Whether console/node_modules holds what the lock says.
console_packages_there() {
    [ -f node_modules/.package-lock.json ] && node -e '
        const { readFileSync } = require("node:fs");
        const of = (path) => JSON.parse(readFileSync(path, "utf8")).packages;
        const wanted = of("package-lock.json"), there = of("node_modules/.package-lock.json");
        for (const [name, one] of Object.entries(wanted))
            if (name && !one.optional && there[name]?.version !== one.version) process.exit(1);'
}

# A hash of all that the built console comes from. $1: Python.
console_hash() {
    {
        node -v
        find . -type f ! -path './node_modules/*' ! -path './tests/*' ! -path './src/api/schema.d.ts' \
            ! -name '*.test.ts' -print0 | LC_ALL=C sort -z | xargs -0 cat
    } | "$1" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'
}

# Builds the console of this folder where it is stale. $1: a Python that has detente's packages;
# $2: where the stamp of the last build stands. Its words come before ours when it fails.
build_console() {
    local python=$1 stamp=$2 made began=$SECONDS
    pushd console >/dev/null
    PYTHONPATH=../src "$python" -m detente.serve.http.openapi >openapi.json.part
    if cmp -s openapi.json.part openapi.json; then rm openapi.json.part; else mv openapi.json.part openapi.json; fi
    made=$(console_hash "$python")
    if [ "$(cat "$stamp" 2>/dev/null || true)" = "$made" ] && [ -f ../src/detente/ui/index.html ]; then
        popd >/dev/null
        return 0
    fi
    if ! console_packages_there; then
        say "console 1/2: fetching its locked packages (about 70 MB)"
        npm ci --no-audit --no-fund --loglevel=error >&2 ||
            stop "the console's packages could not be installed; npm's own words are above." \
                "Most often the network or the disk: then start again."
    fi
    say "console 2/2: building it"
    { NO_COLOR=1 npm run --silent generate && NO_COLOR=1 npm run --silent build -- --logLevel error; } >&2 ||
        stop "the console could not be built; its tools' own words are above."
    popd >/dev/null
    printf '%s\n' "$made" >"$stamp"
    say "console ready after $((SECONDS - began)) s"
}
