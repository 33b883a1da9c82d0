//! The refinement was written against the specification that is current now, byte for byte.

use super::Subject;
use crate::finding::Finding;
use crate::gate::links::normal;
use crate::gate::specs::find_spec;

/// What is wrong with SPEC_TARGET_RESOLVED and SPEC_TARGET_SHA1.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let refinement = subject.refinement;
    let mut findings: Vec<Finding> = [
        subject.lacking("METADATA", "SPEC_TARGET_RESOLVED", &refinement.spec_target),
        subject.lacking("METADATA", "SPEC_TARGET_SHA1", &refinement.spec_sha1).map(|finding| hashed(subject, finding)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let Some((pointer, file)) = refinement.spec_target.get() else { return findings };
    let span = refinement.spec_target.span().unwrap_or_default();
    if normal(pointer) != normal(subject.pointer) {
        let finding = subject.error(span, "the refinement goes by another pointer than the packet");
        findings.push(
            finding.compare(subject.pointer, pointer).help("correct SPEC_TARGET_RESOLVED, or the packet's SPEC_TARGET"),
        );
    } else if let Some(now) = subject.spec_target
        && !same_spec(subject, now, file)
    {
        let finding = subject.error(span, format!("`{pointer}` leads to another specification now"));
        findings.push(
            finding.compare(format!("{pointer} -> {now}"), format!("{pointer} -> {file}")).help(
                "check the refinement against the current specification, then renew its anchors and its signature",
            ),
        );
    }
    match find_spec(subject.specs, file) {
        None => findings.push(
            subject
                .error(span, format!("the specification `{file}` does not exist"))
                .about(file)
                .help("correct the file name"),
        ),
        Some(spec) => findings.extend(sha1(subject, file, &spec.digests.map(|digest| digest.to_string()))),
    }
    findings
}

/// The command that tells the hash, where the refinement says of which file.
fn hashed(subject: &Subject, finding: Finding) -> Finding {
    let file = subject.refinement.spec_target.get().and_then(|(_, file)| find_spec(subject.specs, file));
    match file {
        Some(spec) => {
            let path = subject.sources.get(spec.spec.source).name();
            Finding { help: vec![format!("write what this says: taskpacket sha {path}")], ..finding }
        }
        None => finding,
    }
}

/// True where two names are one file: the pointer may name it from its own folder, the refinement from the root.
fn same_spec(subject: &Subject, now: &str, file: &str) -> bool {
    let place = |name: &str| find_spec(subject.specs, name).map(|spec| subject.sources.get(spec.spec.source).name());
    normal(now) == normal(file) || (place(now).is_some() && place(now) == place(file))
}

fn sha1(subject: &Subject, file: &str, digests: &[String; 3]) -> Option<Finding> {
    let claimed = subject.refinement.spec_sha1.get()?.to_string();
    let span = subject.refinement.spec_sha1.span()?;
    let [exact, lf, crlf] = digests;
    if claimed == *exact {
        return None;
    }
    let variant = if claimed == *lf { Some("LF") } else { (claimed == *crlf).then_some("CRLF") };
    Some(match variant {
        Some(ends) => Finding::warning(subject.code, format!("the SHA1 is that of `{file}` with {ends} line ends"))
            .at(subject.refinement.source, span)
            .compare(exact, claimed)
            .help(format!("write {exact}")),
        None => subject
            .error(
                span,
                format!("`{file}` has changed since the refinement was written, or the SHA1 is another file's"),
            )
            .compare(exact, claimed)
            .about(file)
            .help(format!("read what changed; if the refinement still holds, write {exact} and have it signed anew")),
    })
}
