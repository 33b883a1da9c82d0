//! The scratch copy that the CommonMark reader sees: of the same length, with what it would misread mended.

use crate::model::CodeBlock;

/// The scratch copy, and what was taken out of it.
#[derive(Debug, Default)]
pub(super) struct Mended {
    /// As long as the text; what is mended is blank here.
    pub scratch: String,
    /// The text with its comments and its byte order mark blank: what values are read from.
    pub view: String,
    /// The fences that were blanked out of the scratch copy.
    pub blocks: Vec<CodeBlock>,
}

/// Makes the scratch copy.
pub(super) fn mend(text: &str) -> Mended {
    let mut scratch = text.to_owned().into_bytes();
    if text.starts_with('\u{feff}') {
        scratch[..3].copy_from_slice(b"   ");
    }
    for at in 0..scratch.len() {
        match scratch[at] {
            b'<' => scratch[at] = b'x',
            b'\r' if scratch.get(at + 1) != Some(&b'\n') => scratch[at] = b' ',
            _ => {}
        }
    }
    let scratch = String::from_utf8(scratch).expect("ASCII was replaced by ASCII");
    let mut view = text.to_owned();
    if text.starts_with('\u{feff}') {
        view.replace_range(..3, "   ");
    }
    Mended { scratch, view, ..Mended::default() }
}
