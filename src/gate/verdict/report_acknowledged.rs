//! `report_acknowledged`: what is appended is what was seen.

use super::Asked;
use crate::finding::{Code, Finding, Page};

pub(super) static CODE: Code = Code {
    id: "TP803",
    name: "report_acknowledged",
    page: Page {
        checks: "The digest behind `--acknowledge`, or its first eight digits and more, is that of the report as it will stand \
                 in the packet.",
        why: "Between the last look at a report and its being appended anything can happen to a file. Who names its digest has \
              seen it.",
        fails: "--acknowledge 1a2b3c4d        (the report was edited since)",
        mend: "taskpacket verdict digest --report FILE  shows the report as it will stand in the packet, and its digest.",
    },
};

/// How many digits are enough.
const ENOUGH: usize = 8;

/// What is wanting of the acknowledgement.
pub(super) fn check(asked: &Asked) -> Option<Finding> {
    let digest = asked.report.digest.to_string();
    let typed = asked.acknowledged.trim().to_ascii_lowercase();
    let is_digits = typed.len() >= ENOUGH && typed.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_digits && digest.starts_with(&typed) {
        return None;
    }
    let message = if is_digits {
        format!("the report is not the one that was acknowledged: `{}`", asked.file)
    } else {
        "what was acknowledged is no digest: eight hexadecimal digits of it, or more".to_owned()
    };
    let shown = asked.acknowledged.escape_debug().to_string();
    Some(
        Finding::error(&CODE, message)
            .compare(&digest[..ENOUGH], shown)
            .help(format!("look at it again: taskpacket verdict digest --report {}", asked.file)),
    )
}
