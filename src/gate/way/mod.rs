//! The way from an idea to a packet: refinement, signature, coder, packet. What stands in the way of the next step is
//! judged here, before anything is written. No gates: what is asked about is about to be done, and is refused or done.

mod approval_given;
mod fits;
mod id_free;
mod lineage;
mod reads_back;
mod step;

pub use approval_given::{APPROVAL_GIVEN, approval};
pub use fits::fits;
pub use id_free::{ID_FREE, id_taken};
pub use lineage::{REVISION_OF, heir_of};
pub use reads_back::{Misread, Typed, misread};
pub use step::{STEP_IN_TURN, Standing, Step, out_of_turn, sign_command};

use crate::finding::{Code, Page};

/// What is missing in a refinement that is yet to be signed.
pub static REFINEMENT_COMPLETE: Code = Code {
    id: "TP711",
    name: "refinement_complete",
    page: Page {
        checks: "Everything that `refinement_signed` asks of a refinement, but for what the signature brings: its sections \
                 say something, the specification is the one in force and has the SHA1 that is written down, each anchor's \
                 token stands within the anchor's lines, CLEARLY_COVERS_VERDICT is PASS, ENRICHMENT_NEEDED is NO.",
        why: "A signature under a form with blanks signs nothing. What is missing is told at its place, before anybody is \
              asked to read and approve it.",
        fails: "- CONTEXT_TOKEN: <TOKEN>",
        mend: "Fill in what is named, in the refinement, and ask again:\n  taskpacket refinement check WP-ID",
    },
};

/// The signature that is about to be given cannot be.
pub static SIGNATURE_UNUSED: Code = Code {
    id: "TP713",
    name: "signature_unused",
    page: Page {
        checks: "The signature that `refinement sign` is about to give is of a real minute, not later than now, and stands \
                 nowhere in the history of any branch under another packet, another refinement, or in a row of the \
                 signature audit log for something else.",
        why: "A signature says that a person read this text at this minute. One that was given before says so of another \
              text.",
        fails: "taskpacket refinement sign WP-2 --signature ann100120261200        (WP-1 carries it since last month)",
        mend: "Sign a minute later, or name another moment with `--signature`.",
    },
};

/// The codes of all that is said here.
pub static CODES: &[&Code] =
    &[&STEP_IN_TURN, &REFINEMENT_COMPLETE, &APPROVAL_GIVEN, &SIGNATURE_UNUSED, &ID_FREE, &REVISION_OF];
