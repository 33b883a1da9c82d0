//! Every packet of a folder of real ones is read without a panic, with all places within the file, and takes a recorded
//! run without meaning anything else afterwards.
//!
//! `TASKPACKET_CORPUS` names the folder; without one the test says that it was skipped.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use taskpacket::model::{Digest, RunEnd, RunId, RunRecord};
use taskpacket::text::{Source, Sources, apply};
use taskpacket::{parse, write};

mod meaning;
mod spans;

#[test]
fn real_packets_are_read() {
    let folder = std::env::var_os("TASKPACKET_CORPUS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    let Ok(entries) = fs::read_dir(&folder) else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no folder {}", folder.display());
        return;
    };
    let mut count = 0;
    for entry in entries {
        let path = entry.unwrap().path();
        let mut sources = Sources::default();
        let source = sources.add(Source::new(path.display().to_string(), fs::read(&path).unwrap()));
        let (packet, findings) = parse::packet(&sources, source);
        let text = sources.get(source).text();
        for span in spans::of_packet(&packet).into_iter().chain(spans::of_findings(&findings)) {
            let sound = span.start <= span.end && text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
            assert!(sound, "{}: {span:?}", path.display());
        }
        assert!(!packet.headings.is_empty(), "{} has no headings", path.display());
        let edits = write::evidence(&packet, sources.get(source), &write::run_block(&run(), &[]));
        let bytes = apply(sources.get(source).bytes(), &edits).unwrap();
        let source = sources.add(Source::new("edited", bytes));
        let (edited, _) = parse::packet(&sources, source);
        assert_eq!(edited.evidence.last_run().map(|it| &it.run), Some(&run()), "{}", path.display());
        assert_eq!(meaning::meaning(&edited), meaning::meaning(&packet), "{}", path.display());
        count += 1;
    }
    assert!(count > 0, "{} is empty: a check that looks at nothing proves nothing", folder.display());
}

fn run() -> RunRecord {
    RunRecord {
        id: RunId::of(b"run"),
        began: chrono::DateTime::UNIX_EPOCH,
        head: None,
        tree: Digest::of(b"tree"),
        plan: Digest::of(b"plan"),
        shell: "bash".to_owned(),
        loose: Vec::new(),
        failed_before: 0,
        end: RunEnd::Pass,
        steps: Vec::new(),
    }
}
