//! An id in the packet that is not the one of its file.

use super::Subject;
use crate::finding::{Code, Finding, Page};
use crate::model::{Field, PacketId};

/// The page of this rule; `doctor` asks it too.
pub static FOREIGN_ID: Code = Code {
    id: "TP037",
    name: "foreign-id",
    page: Page {
        checks: "WP_ID and TASK_ID in METADATA are the id that the file is named after: `WP-7-Session-Expiry` in \
                 `WP-7-Session-Expiry.md`.",
        why: "Packets are found by file name and quoted by id. Where the two differ, a report, a waiver or a board \
              speaks of another packet than the reader opens.",
        fails: "docs/task_packets/WP-7-Session-Expiry.md:\n- WP_ID: WP-7-Session-Expiry-v2",
        mend: "Rename the file, or mend the id. A revision is a file of its own.",
    },
};

/// What it finds.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let Some(id) = subject.id else { return Vec::new() };
    ["WP_ID", "TASK_ID"]
        .into_iter()
        .filter_map(|key| subject.packet.field(key))
        .filter_map(|field| foreign(subject, field, id))
        .collect()
}

fn foreign(subject: &Subject, field: &Field, id: &PacketId) -> Option<Finding> {
    let written = field.value.get()?;
    if written == id.as_str() {
        return None;
    }
    let message = format!("`{}` is `{written}`, and the file is that of `{id}`", field.key);
    let span = field.value.span().unwrap_or(field.key_span);
    let finding = subject.error(&FOREIGN_ID, span, message).compare(id.as_str(), written);
    Some(finding.help(format!("write `{id}`, or rename the file")).about(&*field.key))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    #[test]
    fn the_id_of_the_file() {
        assert_eq!(lines(check, light()), [""; 0]);
        assert_eq!(lines(check, &with(light(), "- WP_ID: WP-1", "- **WP_ID**: `WP-1`")), [""; 0]);
    }

    #[test]
    fn another_id() {
        let text = with(light(), "- WP_ID: WP-1", "- TASK_ID: WP-1-v2\n- WP_ID: WP-1");
        assert_eq!(lines(check, &text), ["error: `TASK_ID` is `WP-1-v2`, and the file is that of `WP-1` @ WP-1-v2"]);
    }
}
