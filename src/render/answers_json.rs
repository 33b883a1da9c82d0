//! The answers of commands that judge nothing, as parts of the JSON document: `sha`, `allows` and `explain`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::Code;
use crate::report::{AllowedPath, HashedPath};

/// The digests of one path, of `sha`.
#[derive(Serialize, JsonSchema)]
pub struct HashedDocument {
    /// The path, relative to the root.
    path: String,
    /// What is there at `HEAD`, in the `index` and on `disk`.
    sides: Vec<SideDocument>,
    /// Which to use for what.
    advice: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct SideDocument {
    /// `HEAD`, `index` or `disk`.
    side: &'static str,
    /// SHA1 of the content; null where the path is not there.
    sha1: Option<String>,
    /// SHA1 with every line ended by LF; null where the content is not text.
    lf_sha1: Option<String>,
    /// SHA1 with every line ended by CRLF; null where the content is not text.
    crlf_sha1: Option<String>,
    /// git's object id of the content.
    blob: Option<String>,
}

/// Whether one path may be changed, of `allows`.
#[derive(Serialize, JsonSchema)]
pub struct AllowedDocument {
    /// The path, relative to the root.
    path: String,
    /// True where the packet's coder may change it.
    allowed: bool,
    /// Why.
    reason: String,
}

/// The explanation of one code, of `explain`.
#[derive(Serialize, JsonSchema)]
pub struct CodeDocument {
    /// `TP` and three digits.
    code: &'static str,
    /// The name of the check.
    name: &'static str,
    /// What it checks.
    checks: &'static str,
    /// Why.
    why: &'static str,
    /// An example that fails.
    fails: &'static str,
    /// How to mend it.
    mend: &'static str,
}

impl CodeDocument {
    /// As it is told.
    pub fn new(code: &'static Code) -> Self {
        let page = &code.page;
        Self { code: code.id, name: code.name, checks: page.checks, why: page.why, fails: page.fails, mend: page.mend }
    }
}

impl HashedDocument {
    /// As it is told.
    pub fn new(hashed: &HashedPath) -> Self {
        let sides = hashed
            .sides
            .iter()
            .map(|(name, side)| {
                let variants = side.as_ref().and_then(|side| side.variants);
                SideDocument {
                    side: name,
                    sha1: side.as_ref().map(|side| side.sha1.to_string()),
                    lf_sha1: variants.map(|(lf, _)| lf.to_string()),
                    crlf_sha1: variants.map(|(_, crlf)| crlf.to_string()),
                    blob: side.as_ref().and_then(|side| side.blob.as_ref()).map(ToString::to_string),
                }
            })
            .collect();
        Self { path: hashed.path.clone(), sides, advice: hashed.advice.clone() }
    }
}

impl AllowedDocument {
    /// As it is told.
    pub fn new(allowed: &AllowedPath) -> Self {
        Self { path: allowed.path.clone(), allowed: allowed.allowed, reason: allowed.reason.clone() }
    }
}
