# The front door. `just check` is what continuous integration runs.

# Lists the recipes
default:
    @just --list --unsorted

# Everything that must hold before a change lands
check:
    cargo fmt --check
    cargo clippy --all-targets --locked -- -D warnings
    cargo test
    just docs
    just audits

# Runs the tests; a name runs those that hold it
[positional-arguments]
test *filters:
    @cargo test "$@"

# Holds the tree to its own rules (docs/audits.yaml) and to the packs that suit it
audits:
    cargo run -q -- audit --deny warnings
    cargo run -q -- audit test

# Formats the code
fmt:
    cargo fmt

# Builds the documentation of the code, without those of the dependencies
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --quiet

# Makes a small repository and walks it through the whole flow
[positional-arguments]
demo *dir:
    @cargo run -q -- demo "$@"

# Judges this repository's own packets (docs/decisions/own-packets.md tells how)
own-packets:
    #!/usr/bin/env bash
    set -euo pipefail
    cargo run -q -- lint --all --deny warnings
    for packet in docs/task_packets/*.md; do
        id=$(basename "$packet" .md)
        cargo run -q -- pre-work "$id"
        cargo run -q -- run "$id" --no-record
    done

# Measures against git and against the aims; release build
bench:
    cargo bench --bench measures

# What follows is templates/taskpacket.just with this repository's own program (a test compares the two).

# Before coding: is the contract complete, signed, committed, and can it be carried out?
[positional-arguments]
pre-work wp *options:
    @cargo run -q -- pre-work "$@"

# At handoff: is what happened in the repository what the packet says, and nothing else?
[positional-arguments]
post-work wp *options:
    @cargo run -q -- post-work "$@"

# The order of the phases alone
[positional-arguments]
gate-check wp *options:
    @cargo run -q -- gate-check "$@"

# The SHA1 values of files, and which one a manifest entry wants
[positional-arguments]
cor701-sha +files:
    @cargo run -q -- sha "$@"

# The storage boundary: no direct use of a database elsewhere, portable SQL, numbered migrations
[positional-arguments]
validator-dal-audit *options:
    @cargo run -q -- audit --pack storage "$@"

# Nothing unfinished and nothing of debugging is left in Rust
[positional-arguments]
validator-scan *options:
    @cargo run -q -- audit --pack rust-hygiene "$@"

# Nothing in the repository that a tool makes, that conflicts, or that is too large
[positional-arguments]
validator-git-hygiene *options:
    @cargo run -q -- audit --pack git-hygiene "$@"
