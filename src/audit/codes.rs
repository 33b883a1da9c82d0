//! The codes of audits, each with its page.

use crate::finding::{Code, Page};

/// All codes of audits.
pub static CODES: &[&Code] = &[
    &FORBIDDEN,
    &LACKING,
    &NUMBERING,
    &UNPAIRED,
    &UNWANTED,
    &UNPROVEN,
    &MATCHES_NOTHING,
    &NOT_SEARCHED,
    &EXAMPLE,
    &WAIVER,
    &BASELINE,
];

/// A line that a rule forbids.
pub static FORBIDDEN: Code = Code {
    id: "TP601",
    name: "audit_hit",
    page: Page {
        checks: "No line matches a pattern that a rule forbids, outside of the places that the rule allows. The rule is one \
                 of a pack, of a file of rules, of a block in the packet, or a search-and-throw step of its TEST_PLAN; there \
                 both readings of ambiguous quotes are searched for, bash's and PowerShell's.",
        why: "What a team agreed to keep out of a place comes back one convenient line at a time.",
        fails: "src/api/users.rs:7: let rows = sqlx::query(\"SELECT ..\")      (allowed: src/storage)",
        mend: "Do what the rule says beneath the hit: `taskpacket audit explain RULE` shows it whole. Where the hit is meant to \
               stay, a waiver in the packet names the rule, the path, the reason and a last day.",
    },
};

/// Something that a rule requires and that is not there.
pub static LACKING: Code = Code {
    id: "TP602",
    name: "audit_lacking",
    page: Page {
        checks: "Each file that a rule looks at (or one of them, where the rule says `per: tree`) has a line that matches what \
                 the rule requires.",
        why: "What must be everywhere is forgotten in the newest file.",
        fails: "`.gitignore` has no line for `target/`",
        mend: "Add what is required; the rule says why.",
    },
};

/// Files whose numbers have a gap, or one number twice.
pub static NUMBERING: Code = Code {
    id: "TP603",
    name: "audit_numbering",
    page: Page {
        checks: "The numbered files of a folder begin with the first number, leave none out, and take none twice.",
        why: "A migration that is missing, or two of one number, apply in another order on every machine.",
        fails: "migrations/0001_items.sql\nmigrations/0003_kind.sql",
        mend: "Number the files anew, where none of them is in use yet; else restore the one that is missing.",
    },
};

/// A file without its partner.
pub static UNPAIRED: Code = Code {
    id: "TP604",
    name: "audit_unpaired",
    page: Page {
        checks: "Each file that a rule pairs has its partner in the same folder: a migration its way down.",
        why: "The way back is needed on the one day on which there is no time to write it.",
        fails: "migrations/0002_kind.sql      (no migrations/0002_kind.down.sql)",
        mend: "Write the file that is missing.",
    },
};

/// A file that should not be there, or not be as large.
pub static UNWANTED: Code = Code {
    id: "TP605",
    name: "audit_unwanted_file",
    page: Page {
        checks: "No file has a name that a rule forbids, and none is larger than a rule allows.",
        why: "What is made by a tool, left by an editor or too large for git stays in every clone for ever.",
        fails: "app/node_modules/left-pad/index.js",
        mend: "Take it out of the index (`git rm --cached`), and let `.gitignore` keep it out.",
    },
};

/// An audit that could not have failed.
pub static UNPROVEN: Code = Code {
    id: "TP606",
    name: "audit_unproven",
    page: Page {
        checks: "An audit could have failed: its roots exist, it looked at a file at least, its examples behave as they say, and \
                 where hits are allowed somewhere there is one.",
        why: "A search for a misspelt name in a folder that was moved away finds nothing for ever, and looks like a proof.",
        fails: "$hits = rg -n \"sqlx::\" scr | Where-Object { .. }      (there is no `scr`)",
        mend: "Correct the roots or the pattern. A rule that may find nothing to look at says `vacuous: skipped`.",
    },
};

/// A glob or an exception of a rule that matches nothing any more.
pub static MATCHES_NOTHING: Code = Code {
    id: "TP608",
    name: "rule_matches_nothing",
    page: Page {
        checks: "Each root and each glob of a rule matches a file, and each entry of its `allow` lets a hit pass.",
        why: "An exception that nobody needs any more waits for the day on which it excuses the wrong thing.",
        fails: "allow: [src/legacy]      (no hit lies there)",
        mend: "Take the entry out, or correct it.",
    },
};

/// A file or folder that an audit should have looked at and could not.
pub static NOT_SEARCHED: Code = Code {
    id: "TP609",
    name: "audit_not_searched",
    page: Page {
        checks: "Everything that a rule looks at could be read: no folder is closed, no line is longer than can be held, and no \
                 source file holds a NUL, by which it would be taken for binary.",
        why: "What was not looked at is not clean.",
        fails: "src/secret/ cannot be read: permission denied",
        mend: "Make it readable, or leave it out of the rule by `except`.",
    },
};

/// An example of a rule that does not behave.
pub static EXAMPLE: Code = Code {
    id: "TP610",
    name: "rule_example",
    page: Page {
        checks: "Each example that a rule says must hit is a hit, and none that it says must not is one. They are asked before \
                 every audit, and by `taskpacket audit test`.",
        why: "A pattern that does not find its own example finds nothing else either.",
        fails: "pattern: '\\bsqlx::\\b'\nexamples: {hits: ['sqlx::query(..)', 'use sqlx;']}",
        mend: "Correct the pattern, or the example.",
    },
};

/// A waiver of an audit that covers nothing, or not any more.
pub static WAIVER: Code = Code {
    id: "TP611",
    name: "audit_waiver",
    page: Page {
        checks: "Each waiver that names `audits_clean` or the id of a rule can be read, has not ended, and covers a hit. Its last \
                 day counts, in UTC.",
        why: "A waiver that nobody needs any more waits for the day on which it excuses the wrong thing.",
        fails: "- WAIVER_ID: W-1 | COVERS: storage-boundary | PATHS: src/old.rs | .. | EXPIRES: 2026-01-31      (in February)",
        mend: "Take it out, or have it renewed by whoever may approve it.",
    },
};

/// A baseline that knows what is gone.
pub static BASELINE: Code = Code {
    id: "TP612",
    name: "audit_baseline",
    page: Page {
        checks: "Everything that the baseline knows is still there: what was mended leaves it.",
        why: "A baseline is a ratchet. What it keeps open after it was mended could come back unseen.",
        fails: "{rule: no-unwrap, path: src/a.rs, content: 'x.unwrap()', count: 1}      (src/a.rs has none)",
        mend: "`taskpacket audit --baseline prune` takes out what is gone. It never adds anything.",
    },
};
