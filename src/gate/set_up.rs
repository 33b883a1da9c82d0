//! What can stand in the way of setting a repository up.

use crate::finding::{Code, Page};

/// Packets exist, and nobody said that they are to be adopted.
pub static PACKETS_TO_ADOPT: Code = Code {
    id: "TP730",
    name: "packets_to_adopt",
    page: Page {
        checks: "`init` sets up a repository in which no packet lies yet.",
        why: "Where packets exist, an empty configuration would look for new ones in another folder, ask less of them than \
              they were written for, and judge what was finished long ago. `init --adopt` finds out where everything lies \
              and makes old packets historic.",
        fails: "docs/task_packets/WP-1-Cart.md\n\n$ taskpacket init",
        mend: "Run `taskpacket init --adopt --dry-run`, look at what it would do, and run it without `--dry-run`.",
    },
};

/// Nothing is there that could be adopted.
pub static NOTHING_TO_ADOPT: Code = Code {
    id: "TP731",
    name: "nothing_to_adopt",
    page: Page {
        checks: "`init --adopt` finds at least one packet: a file named `WP-*.md`, or `packet.md` in a folder of its own, \
                 that reads as a packet. Files that git ignores are not looked at.",
        why: "A configuration without a folder of packets would send every command to a place where nothing is.",
        fails: "An empty repository\n\n$ taskpacket init --adopt",
        mend: "Run `taskpacket init`, or go to the repository that holds the packets.",
    },
};

/// Something is there already that setting up would have written.
pub static LEFT_AS_IT_IS: Code = Code {
    id: "TP732",
    name: "left_as_it_is",
    page: Page {
        checks: "What `init` would write is not there yet in another form: a hook of somebody else's, a recipe of the same \
                 name in the justfile, a `taskpacket.just` or a `taskpacket.yaml` that says something else.",
        why: "Setting up overwrites nothing. What it leaves as it is may keep the new from taking effect: of two recipes of \
              one name `just` refuses the file, and git calls one `pre-commit` hook only.",
        fails: ".git/hooks/pre-commit exists\n\n$ taskpacket init --hooks",
        mend: "Do by hand what the finding says, once you know what the old one was for. In a repository with packets, \
               `init --adopt` replaces recipes of the same name and shows the diff.",
    },
};

/// Packets lie in more than one folder.
pub static SEVERAL_FOLDERS: Code = Code {
    id: "TP733",
    name: "several_folders",
    page: Page {
        checks: "All packets that `init --adopt` finds lie in one folder.",
        why: "The configuration names one folder of packets. Those in another one are looked at by no command that is not \
              given their path.",
        fails: "docs/task_packets/WP-2-Cart.md\narchive/WP-1-Cart.md\n\n$ taskpacket init --adopt",
        mend: "Leave them where they are if they are an archive. Move what is still worked on into the folder that \
               `packets` names in `taskpacket.yaml`, or have `packets` name the other one.",
    },
};

/// Codes of setting up.
pub static CODES: &[&Code] = &[&PACKETS_TO_ADOPT, &NOTHING_TO_ADOPT, &LEFT_AS_IT_IS, &SEVERAL_FOLDERS];
