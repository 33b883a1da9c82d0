//! The configuration of a repository that has packets already: where its things were found, and from when on they count.

use std::fmt::Write;

use crate::model::{Layout, Oid, RepoPath};

/// `taskpacket.yaml` for what was found; what was not found keeps its default.
pub fn adopted_configuration(layout: &Layout, since: Option<&Oid>) -> String {
    let mut text = "# How task packets are worked with here. Every key is optional; docs/schema/config.json of taskpacket \
                    describes them all.\n\n\
                    # Everything is asked for: refinement, signature, specification, approval. `light` asks for METADATA, scope,\n\
                    # TEST_PLAN and DONE_MEANS only.\n\
                    profile: full\n"
        .to_owned();
    if let Some(since) = since {
        push(
            &mut text,
            format_args!(
                "\n# Packets that are still what they were in this commit are historic: shown, never failing.\njudge_since: {since}\n"
            ),
        );
    }
    let packets = layout.packets.first().map(|folder| &folder.path);
    let places = [
        ("packets", packets),
        ("refinements", layout.refinements.as_ref()),
        ("spec", layout.spec.as_ref()),
        ("board", layout.board.as_ref()),
        ("registry", layout.registry.as_ref()),
        ("signature_audit", layout.signature_audit.as_ref()),
    ];
    text.push_str("\n# Where things lie.\n");
    for (key, path) in places {
        if let Some(path) = path {
            push(&mut text, format_args!("{key}: {}\n", scalar(path)));
        }
    }
    text
}

fn push(text: &mut String, words: std::fmt::Arguments) {
    text.write_fmt(words).expect("a string takes everything");
}

/// A path as a scalar of YAML: as it is where that is harmless, else in quotes.
fn scalar(path: &RepoPath) -> String {
    let text = path.to_string();
    let harmless = |letter: char| letter.is_alphanumeric() || "_-./".contains(letter);
    match text.chars().next() {
        None => "./".to_owned(),
        Some(first) if first.is_alphabetic() && text.chars().all(harmless) => text,
        Some(_) => format!("'{}'", text.replace('\'', "''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PacketFolder;
    use crate::parse;
    use crate::text::{Source, Sources};

    #[test]
    fn what_is_written_is_read_as_it_was_found() {
        for (packets, board) in [("work/packets", "docs/TASK_BOARD.md"), ("", "it's: #1/Board.md"), (".gov/p", "1.md")]
        {
            let layout = Layout {
                packets: vec![PacketFolder { path: packets.into(), packets: 1, active: 0 }],
                board: Some(board.into()),
                ..Layout::default()
            };
            let mut sources = Sources::default();
            let text = adopted_configuration(&layout, None);
            let id = sources.add(Source::new("taskpacket.yaml", text.into_bytes()));
            let (config, findings) = parse::config(&sources, id);
            assert_eq!(findings, []);
            assert_eq!((config.packets.as_str(), config.board.as_str()), (packets, board));
            assert_eq!(config.refinements, "docs/refinements");
        }
    }
}
