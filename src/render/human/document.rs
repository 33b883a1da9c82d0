//! Results that are documents rather than judgements: a packet, digests, an explanation.

use std::io::{self, Write};

use super::layout::{columns, table, wrap};
use super::{BOLD, DIM, GREEN, Look, RED, harmless, paint};
use crate::finding::Code;
use crate::report::{AllowedPath, BoundView, HashedPath, HashedSide, Measured, PacketView, Written};
use crate::text::plural;

/// The packet as understood, each value with its line.
pub fn packet(out: &mut impl Write, view: &PacketView, look: Look) -> io::Result<()> {
    writeln!(out, "{}  {}", paint(look, BOLD, &view.id), paint(look, DIM, &view.path))?;
    heading(out, "fields", &view.fields.len().to_string(), look)?;
    let width = view.fields.keys().map(|key| columns(key)).max().unwrap_or(0).min(32);
    let mut fields: Vec<_> = view.fields.iter().collect();
    fields.sort_by_key(|(_, value)| value.line);
    for (key, value) in fields {
        writeln!(out, "  {:>5}  {key:width$}  {}", value.line, first_line(&shown(value)))?;
    }
    heading(out, "scope", &format!("{} in, {} out", view.scope.inside.len(), view.scope.outside.len()), look)?;
    for item in &view.scope.inside {
        let note = item.note.as_ref().map(|note| format!("  ({note})")).unwrap_or_default();
        writeln!(out, "  {:>5}  {:10}  {}{note}", item.line, item.kind, item.path)?;
    }
    for item in &view.scope.outside {
        writeln!(out, "  {:>5}  {:10}  {}", item.line, "not", wrap(&item.text, look.width, 21))?;
    }
    heading(out, "plan", &plural(view.plan.steps.len(), "step"), look)?;
    for step in &view.plan.steps {
        let condition = step.condition.as_ref().map(|text| format!("  [{text}]")).unwrap_or_default();
        let kind = format!("{} {}", step.shell, step.kind);
        writeln!(out, "  {:>5}  {:2} {:18}  {}{condition}", step.line, step.index, kind, first_line(&step.text))?;
        if let Some(reason) = &step.unreadable {
            let text = format!("no bash: {reason}");
            writeln!(out, "{:31}{}", "", wrap(&text, look.width, 31))?;
        }
    }
    heading(out, "done means", &plural(view.done_means.len(), "item"), look)?;
    for item in &view.done_means {
        writeln!(out, "  {:>5}  {}", item.line, wrap(&item.text, look.width, 9))?;
    }
    manifest(out, view, look)?;
    heading(out, "waivers", &view.waivers.len().to_string(), look)?;
    for waiver in &view.waivers {
        let id = if waiver.id.is_empty() { "(no id)" } else { &waiver.id };
        let text = format!("{id} {}: {}", waiver.state, first_line(&waiver.reason));
        writeln!(out, "  {:>5}  {}", waiver.line, wrap(&text, look.width, 9))?;
    }
    evidence(out, view, look)?;
    heading(out, "verdicts", &view.verdicts.len().to_string(), look)?;
    for verdict in &view.verdicts {
        let word = verdict.verdict.as_deref().unwrap_or("none");
        let date = verdict.date.as_deref().unwrap_or("no date");
        let note = verdict.note.as_ref().map(|note| format!("  {note}")).unwrap_or_default();
        writeln!(out, "  {:>5}  {word}  {date}{note}", verdict.line)?;
        if let Some(bound) = &verdict.bound {
            bound_to(out, bound, look)?;
        }
    }
    Ok(())
}

/// What a verdict is bound to, beneath its line.
fn bound_to(out: &mut impl Write, bound: &BoundView, look: Look) -> io::Result<()> {
    let short = |digest: &str| digest.chars().take(10).collect::<String>();
    let base = bound.base.as_deref().map_or_else(|| "none".to_owned(), short);
    let texts = [
        format!("by {} (not signed) at {}", bound.validator, bound.at),
        format!("{} {base}..{}", bound.mode, short(&bound.head)),
        format!(
            "contract {}  scope tree {}  report {}",
            short(&bound.contract_sha1),
            short(&bound.scope_tree_sha1),
            short(&bound.report_sha1)
        ),
    ];
    let taken_on = bound.unproven.iter().map(|one| format!("taken on unproven: {}, because {}", one.gate, one.because));
    for text in texts.into_iter().chain(taken_on) {
        writeln!(out, "         {}", wrap(&harmless(&text), look.width, 11))?;
    }
    Ok(())
}

/// The recorded runs, and beneath them what is claimed.
fn evidence(out: &mut impl Write, view: &PacketView, look: Look) -> io::Result<()> {
    let (runs, claims) = (&view.evidence.runs, &view.evidence.claims);
    let count = format!("{}, {}", plural(runs.len(), "run"), plural(claims.len(), "claim"));
    heading(out, "evidence", &count, look)?;
    for run in runs {
        let short = |digest: &str| digest.chars().take(10).collect::<String>();
        let (tree, plan) = (short(&run.tree), short(&run.plan));
        writeln!(out, "  {:>5}  run {}  {}  {}  tree {tree}  plan {plan}", run.line, run.id, run.date, run.end)?;
    }
    for claim in claims {
        let exit = claim.exit.map(|exit| format!("  exit {exit}")).unwrap_or_default();
        let command = claim.command.as_deref().map_or_else(|| "(no command)".to_owned(), first_line);
        writeln!(out, "  {:>5}  claim  {command}{exit}", claim.line)?;
    }
    Ok(())
}

fn manifest(out: &mut impl Write, view: &PacketView, look: Look) -> io::Result<()> {
    let entries = &view.manifest.entries;
    heading(out, "manifest", &plural(entries.len(), "entry"), look)?;
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|entry| {
            let ticked = entry.gates.iter().filter(|gate| gate.ticked).count();
            vec![
                entry.line.to_string(),
                text(entry.target.as_ref()),
                format!("{}..{}", text(entry.start.as_ref()), text(entry.end.as_ref())),
                text(entry.line_delta.as_ref()),
                format!("{ticked} of {} ticked", entry.gates.len()),
                entry.state.to_owned(),
            ]
        })
        .collect();
    for row in table(&rows) {
        writeln!(out, "  {row}")?;
    }
    Ok(())
}

fn heading(out: &mut impl Write, name: &str, count: &str, look: Look) -> io::Result<()> {
    writeln!(out, "\n{}  {}", paint(look, BOLD, name), paint(look, DIM, count))
}

fn text<T: ToString>(value: Option<&Measured<T>>) -> String {
    value.map_or_else(|| "-".to_owned(), shown)
}

fn shown<T: ToString>(value: &Measured<T>) -> String {
    value.value.as_ref().map_or_else(|| format!("? {}", value.raw), ToString::to_string)
}

fn first_line(text: &str) -> String {
    match text.split_once('\n') {
        Some((first, _)) => format!("{first} .."),
        None => text.to_owned(),
    }
}

/// The digests of one path, and which to use.
pub fn hashed(out: &mut impl Write, hashed: &HashedPath, look: Look) -> io::Result<()> {
    writeln!(out, "{}", paint(look, BOLD, &hashed.path))?;
    let mut rows = Vec::new();
    for (names, side) in equal_sides(hashed) {
        let Some(side) = side else {
            rows.push(vec![names, "not there".to_owned(), String::new()]);
            continue;
        };
        rows.push(vec![names, side.sha1.to_string(), "content".to_owned()]);
        if let Some((lf, crlf)) = side.variants {
            for (digest, words) in [(lf, "with LF line ends"), (crlf, "with CRLF line ends")] {
                if digest != side.sha1 {
                    rows.push(vec![String::new(), digest.to_string(), words.to_owned()]);
                }
            }
        }
        if let Some(blob) = &side.blob {
            rows.push(vec![String::new(), blob.to_string(), "git blob id, not a content hash".to_owned()]);
        }
    }
    for row in table(&rows) {
        writeln!(out, "  {row}")?;
    }
    for advice in &hashed.advice {
        writeln!(out, "  {}", wrap(advice, look.width, 2))?;
    }
    Ok(())
}

/// The sides, those next to each other that hold the same taken together: `HEAD, index, disk`.
fn equal_sides(hashed: &HashedPath) -> Vec<(String, Option<&HashedSide>)> {
    let mut equal: Vec<(String, Option<&HashedSide>)> = Vec::new();
    for (name, side) in &hashed.sides {
        match equal.last_mut() {
            Some((names, last)) if last.map(|side| side.sha1) == side.as_ref().map(|side| side.sha1) => {
                names.push_str(", ");
                names.push_str(name);
            }
            _ => equal.push(((*name).to_owned(), side.as_ref())),
        }
    }
    equal
}

/// Whether one path may be changed.
pub fn allowed(out: &mut impl Write, allowed: &AllowedPath, look: Look) -> io::Result<()> {
    if look.quiet {
        return Ok(());
    }
    let word = if allowed.allowed { paint(look, GREEN, "yes") } else { paint(look, RED, "no ") };
    writeln!(out, "{word}  {}", wrap(&format!("{}  {}", allowed.path, allowed.reason), look.width, 5))
}

/// The files that were written, or would be, with what changed in them.
pub fn written(out: &mut impl Write, files: &[Written], look: Look) -> io::Result<()> {
    let width = files.iter().map(|file| columns(file.action)).max().unwrap_or(0);
    for file in files {
        writeln!(out, "  {:width$}  {}", file.action, file.path)?;
        for line in file.diff.iter().flat_map(|diff| diff.lines()) {
            let style = match line.as_bytes().first() {
                Some(b'+') => GREEN,
                Some(b'-') => RED,
                _ => DIM,
            };
            writeln!(out, "    {}", paint(look, style, &harmless(line)))?;
        }
    }
    if files.is_empty() { Ok(()) } else { writeln!(out) }
}

/// The explanation of one code.
pub fn explained(out: &mut impl Write, code: &Code, look: Look) -> io::Result<()> {
    writeln!(out, "{}", paint(look, BOLD, &format!("{} {}", code.id, code.name)))?;
    for (title, text) in [
        ("What it checks", code.page.checks),
        ("Why", code.page.why),
        ("An example that fails", code.page.fails),
        ("How to mend it", code.page.mend),
    ] {
        writeln!(out, "\n{}", paint(look, BOLD, title))?;
        let is_sample = text == code.page.fails;
        for line in text.trim_end().lines() {
            let line = if is_sample || line.starts_with(' ') { line.to_owned() } else { wrap(line, look.width, 2) };
            writeln!(out, "{}", format!("  {line}").trim_end())?;
        }
    }
    Ok(())
}

/// One chapter of the demonstration.
pub fn chapter(out: &mut impl Write, title: &str, text: &str, look: Look) -> io::Result<()> {
    let rule = "=".repeat(look.width.min(80).saturating_sub(columns(title) + 4));
    writeln!(out, "{}", paint(look, BOLD, &format!("== {title} {rule}")))?;
    writeln!(out, "{}\n", wrap(text, look.width, 0))
}
