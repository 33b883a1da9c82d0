//! One thing that breaks a rule: what waivers, baselines and comparisons with a base are about.

use crate::finding::{Code, Finding};
use crate::model::{Hit, RepoPath, Rule};
use crate::text::Site;

/// One thing that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which kind of fault it is.
    pub code: &'static Code,
    /// The file that it is about.
    pub path: RepoPath,
    /// The line that shows it, where one does.
    pub hit: Option<Hit>,
    /// What is so; for a hit the rule's title says it.
    pub message: String,
}

impl Fault {
    /// A line that a rule forbids.
    pub fn of_hit(hit: Hit, rule: &Rule) -> Self {
        let message = format!("`{}` in `{}`: {}", hit.matched(), hit.path, rule.title);
        Self { code: &super::FORBIDDEN, path: hit.path.clone(), hit: Some(hit), message }
    }

    /// What it is known by, wherever its line moves to.
    pub fn content(&self) -> String {
        self.hit.as_ref().map_or_else(|| self.message.clone(), Hit::content)
    }

    /// The finding; `site` is the file's, where no line shows the fault.
    pub fn finding(&self, rule: &Rule, site: Option<Site>) -> Finding {
        let mut finding = Finding::new(self.code, rule.severity, &self.message).about(self.path.to_string());
        if let Some(site) = self.hit.as_ref().map_or(site, |hit| hit.site) {
            finding = finding.at(site.source, site.span).label(label(rule));
        }
        finding.help(match rule.mend.as_str() {
            "" => rule.reason.clone(),
            mend => format!("{mend} ({})", rule.reason),
        })
    }
}

/// Beside the caret: by which rule.
fn label(rule: &Rule) -> String {
    let tag = rule.tag.as_ref().map(|tag| format!(" ({tag})")).unwrap_or_default();
    format!("{}{tag}", rule.id)
}
