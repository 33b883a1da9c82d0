//! The rules that are asked for: by the configuration, on the command line, by a packet.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Error;
use crate::audit;
use crate::finding::Finding;
use crate::model::{AuditSource, Packet, Placed, RepoPath, Rule, RuleOrigin};
use crate::parse::{self, RULE_READABLE, Wanted};
use crate::text::{Source, Sources, nearest};

/// Gives the bytes of a file by its path from the root, as the side has it that rules are read from.
pub type ReadFile<'a> = dyn FnMut(&RepoPath) -> Result<Option<Arc<[u8]>>, Error> + 'a;

/// The rules of packs and of files of rules; what could not be read is told.
pub fn rules_of(
    asked: &[AuditSource],
    sources: &mut Sources,
    read: &mut ReadFile,
) -> Result<(Vec<Rule>, Vec<Finding>), Error> {
    let (mut rules, mut findings) = (Vec::new(), Vec::new());
    for one in asked {
        let (origin, name, bytes) = match named(one, read)? {
            Ok(found) => found,
            Err(finding) => {
                findings.push(*finding);
                continue;
            }
        };
        let source = sources.add(Source::new(name, bytes));
        let wanted = Wanted { origin, with: one.with.clone(), strict: one.strict };
        let (more, wrong) = parse::rules(sources, source, &wanted);
        rules.extend(more);
        findings.extend(wrong);
    }
    Ok((rules, findings))
}

/// Whose rules they are, what their text is called, and the text.
type Named = (RuleOrigin, String, Arc<[u8]>);

/// The text that an entry names.
fn named(one: &AuditSource, read: &mut ReadFile) -> Result<Result<Named, Box<Finding>>, Error> {
    let named = match (&one.pack, &one.rules) {
        (Some(name), None) => match parse::pack(&name.text) {
            None => Err(no_pack(name)),
            Some(pack) => {
                let title = format!("pack {}", pack.name);
                Ok((RuleOrigin::Pack(pack.name.to_owned()), title, pack.text.as_bytes().into()))
            }
        },
        (None, Some(file)) => {
            let missing = || {
                let message = format!("there is no file of rules `{}`", file.text);
                at(Finding::error(&RULE_READABLE, message), file).help("correct its path")
            };
            let found = read(&RepoPath::from(file.text.as_str()))?;
            found.map(|bytes| (RuleOrigin::File(file.text.clone()), file.text.clone(), bytes)).ok_or_else(missing)
        }
        (both, _) => {
            let message = match both {
                Some(_) => "an entry of `audits` names a pack and a file of rules",
                None => "an entry of `audits` names neither a pack nor a file of rules",
            };
            let finding = Finding::error(&RULE_READABLE, message).help("write `pack:` or `rules:`, one to an entry");
            Err(both.as_ref().map_or(finding.clone(), |both| at(finding, both)))
        }
    };
    Ok(named.map_err(Box::new))
}

/// The rules that a packet states itself: its audit steps, and its blocks of rules as they were frozen.
pub fn rules_of_packet(sources: &Sources, packet: &Packet, frozen: Option<&Packet>) -> (Vec<Rule>, Vec<Finding>) {
    let steps = packet.plan.steps.iter();
    let mut rules: Vec<Rule> = steps
        .filter_map(|step| audit::rule_of_step(step, packet.source, &audit::folder_of(&packet.plan, step)))
        .collect();
    let (blocks, findings) = parse::rules_of_packet(sources, frozen.unwrap_or(packet));
    rules.extend(blocks);
    (rules, findings)
}

/// What is asked for where a packet's plan calls for packs by their recipes: those are the packet's own, and old hits
/// count. The parameters are those of the configuration.
pub fn with_recipes(configured: &[AuditSource], packet: &Packet) -> Vec<AuditSource> {
    let mut asked = configured.to_vec();
    for pack in parse::packs().iter().filter(|pack| audit::calls_for(&packet.plan, pack.recipe)) {
        let of_pack = |it: &&mut AuditSource| it.pack.as_ref().is_some_and(|name| name.text == pack.name);
        let mut known = false;
        for one in asked.iter_mut().filter(of_pack) {
            one.strict = true;
            known = true;
        }
        if !known {
            let pack = Some(Placed::bare(pack.name));
            asked.push(AuditSource { pack, strict: true, ..AuditSource::default() });
        }
    }
    asked
}

/// Leaves out the rules whose id another one has already, and says so.
pub fn without_doubles(rules: Vec<Rule>) -> (Vec<Rule>, Vec<Finding>) {
    let mut ids = BTreeSet::new();
    let mut findings = Vec::new();
    let kept = rules.into_iter().filter(|rule| {
        let is_new = ids.insert(rule.id.clone());
        if !is_new {
            let finding = Finding::error(&RULE_READABLE, format!("`{}` is the id of two rules", rule.id));
            let finding = finding.help("give one of them another id, or ask for it once");
            findings.push(match rule.site {
                Some(site) => finding.at(site.source, site.span),
                None => finding,
            });
        }
        is_new
    });
    let kept = kept.collect();
    (kept, findings)
}

fn no_pack(name: &Placed) -> Finding {
    let known: Vec<&str> = parse::packs().iter().map(|pack| pack.name).collect();
    let finding = at(Finding::error(&RULE_READABLE, format!("there is no pack `{}`", name.text)), name);
    let finding = match nearest(&name.text, known.iter().copied()) {
        Some(meant) => finding.help(format!("did you mean `{meant}`?")),
        None => finding,
    };
    finding.compare(known.join(", "), name.text.as_str())
}

fn at(finding: Finding, placed: &Placed) -> Finding {
    match placed.site {
        Some(site) => finding.at(site.source, site.span),
        None => finding,
    }
}
