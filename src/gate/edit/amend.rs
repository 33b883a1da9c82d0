//! Amendments before they are committed: which paths want one, and whether the gates will let it count.

use super::words::scope_item;
use crate::finding::{Code, Finding, Page};
use crate::gate::contract::{Authors, Difference, checkpoint, differences, is_person};
use crate::gate::permit::permission;
use crate::model::{After, Checkpoint, Commit, Oid, Packet, PacketId, RepoPath, Revision, Scope, ScopeItem, ScopeKind};
use crate::text::Sources;

/// An amendment would count for nothing.
pub static AMENDMENT_REFUSED: Code = Code {
    id: "TP722",
    name: "amendment_refused",
    page: Page {
        checks: "An amendment that `taskpacket amend` writes is one that `contract_unchanged` will count: it lets in what \
                 OUT_OF_SCOPE does not name, its approver is one of `amend.approvers` where there are some, and it does not \
                 come from who wrote the code where it comes behind that code.",
        why: "A record that counts for nothing looks like a permission and is none.",
        fails: "taskpacket amend WP-1 --add src/gen/a.rs ..        (and OUT_OF_SCOPE names `src/gen/`)",
        mend: "Do what the message says. What OUT_OF_SCOPE names was left out on purpose: only whoever owns the contract takes \
               such a line away.",
    },
};

/// The approver is the coder.
pub static APPROVED_BY_CODER: Code = Code {
    id: "TP725",
    name: "approved_by_coder",
    page: Page {
        checks: "An amendment, an approval or a waiver comes from somebody other than the coder: neither CODER_MODEL nor an \
                 author of the branch's code.",
        why: "Whoever wants the exception should not be the one who grants it.",
        fails: "CODER_MODEL: claude-4, and  --approver claude-4",
        mend: "Have somebody else approve it, and commit it under their own name.",
    },
};

/// The amendment comes behind the code.
pub static AMENDMENT_LATE: Code = Code {
    id: "TP726",
    name: "amendment_late",
    page: Page {
        checks: "An amendment comes ahead of the commits that need it.",
        why: "What is allowed afterwards was not decided by the contract. It counts, and the validator sees that it is late.",
        fails: "src/x.rs committed on Monday, its amendment on Tuesday",
        mend: "Nothing to mend: it stays late. Next time: amend, then commit the code.",
    },
};

/// What is asked of a packet that is about to be amended.
#[derive(Clone, Copy, Debug)]
pub struct Amending<'a> {
    /// The facts of the work.
    pub after: &'a After,
    /// The contract in force: as frozen, with the amendments that count. `None` where no commit holds the packet.
    pub frozen: Option<&'a Checkpoint>,
    /// The packet on disk.
    pub packet: &'a Packet,
    /// Whom git would name as the author.
    pub author: &'a str,
}

/// What a path that is to be added to the scope wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Nothing: it is allowed already.
    Allowed,
    /// It cannot be had: the item of OUT_OF_SCOPE of that index names it.
    CarvedOut(usize),
    /// An item of IN_SCOPE_PATHS, a record, or both.
    Wanted {
        /// True where IN_SCOPE_PATHS on disk does not have it.
        item: bool,
        /// True where the contract in force does not allow it.
        record: bool,
    },
}

/// Whether the gates will count an amendment.
#[derive(Clone, Debug)]
pub enum Standing {
    /// The contract in force allows all of it, or there is none yet.
    NotNeeded,
    /// They will.
    Counts {
        /// True where code that it names is committed already.
        late: bool,
        /// True where it comes from who wrote the code.
        by_coder: bool,
    },
    /// They will not.
    Refused(Vec<Finding>),
    /// It is not all that changed.
    Partial(Vec<Difference>),
}

impl Amending<'_> {
    /// What a path wants.
    pub fn wish(&self, item: &ScopeItem) -> Wish {
        let out = self.packet.scope.out.iter();
        let carved = out.enumerate().find_map(|(at, out)| {
            let path = out.path.as_ref()?;
            (path.covers(item) || path.matches(&RepoPath::from(item.path.as_str()))).then_some(at)
        });
        if let Some(at) = carved {
            return Wish::CarvedOut(at);
        }
        let on_disk = self.allows(&self.packet.scope, item);
        match self.frozen.is_none_or(|frozen| self.allows(&frozen.packet.scope, item)) {
            in_force if in_force && on_disk => Wish::Allowed,
            in_force => Wish::Wanted { item: !on_disk, record: !in_force },
        }
    }

    fn allows(&self, scope: &Scope, item: &ScopeItem) -> bool {
        let path = RepoPath::from(item.path.as_str());
        let of_file = || permission(&path, scope, &self.after.governance, &self.after.config).is_granted();
        match item.kind {
            ScopeKind::File => of_file(),
            _ => scope.items.iter().any(|own| own.covers(item)),
        }
    }

    /// What the gates will say of the packet as amended, committed alone by whom git would name now.
    pub fn standing(&self, sources: &Sources, amended: &Packet, approver: &str) -> Standing {
        let after = self.after;
        let (Some(first), Some(frozen)) = (after.checkpoint.clone(), self.frozen) else { return Standing::NotNeeded };
        let changes = differences(sources, &frozen.packet, amended, &after.governance);
        if changes.is_empty() {
            return Standing::NotNeeded;
        }
        let mut coders = after.coders.clone();
        if !after.uncommitted.is_empty() {
            coders.insert(self.author.to_owned());
        }
        let authors = Authors { approvers: &after.config.amend_approvers, coders: &coders };
        let mut revisions: Vec<Revision> =
            after.revisions.iter().filter(|revision| revision.commit.is_some()).cloned().collect();
        revisions.push(self.as_committed(amended));
        let (_, amendments) = checkpoint(sources, first, &revisions, &after.governance, authors);
        match amendments.last().filter(|it| it.commit.oid == unborn()) {
            Some(it) if it.counts => Standing::Counts { late: it.late, by_coder: it.by_coder },
            Some(_) => Standing::Refused(vec![self.refusal(approver)]),
            None => Standing::Partial(changes),
        }
    }

    fn as_committed(&self, amended: &Packet) -> Revision {
        let commit = Commit { oid: unborn(), author: self.author.to_owned(), subject: String::new() };
        Revision {
            commit: Some(commit),
            before: None,
            after: Some(amended.clone()),
            alone: true,
            parent: None,
            code: self.after.code_since.clone(),
        }
    }

    fn refusal(&self, approver: &str) -> Finding {
        let approvers = &self.after.config.amend_approvers;
        let names = approvers.join(", ");
        if approvers.is_empty() {
            let message = format!("the code that needs it is committed already, and `{approver}` wrote that code");
            return Finding::error(&AMENDMENT_REFUSED, message).help("have somebody else approve it");
        }
        if !approvers.iter().any(|one| is_person(one, approver)) {
            let message = format!("`{approver}` is not one of those who may approve an amendment: {names}");
            return Finding::error(&AMENDMENT_REFUSED, message).help(format!("have it approved by one of {names}"));
        }
        let message = format!("it would be committed by `{}`, who wrote the code", self.author);
        Finding::error(&AMENDMENT_REFUSED, message)
            .help(format!("have {approver} make the amendment, and commit it under their own name"))
    }

    /// Says that OUT_OF_SCOPE names a path.
    pub fn carved_out(&self, item: &ScopeItem, at: usize, id: &PacketId) -> Finding {
        let out = &self.packet.scope.out[at];
        let message = format!(
            "`{}` is named by OUT_OF_SCOPE (`{}`), which no item of IN_SCOPE_PATHS outdoes",
            item.path, out.text
        );
        Finding::error(&AMENDMENT_REFUSED, message)
            .at(self.packet.source, out.span)
            .about(item.path.clone())
            .help("leave the path out of the work")
            .help(format!(
                "have whoever owns the contract of {id} take that line out of OUT_OF_SCOPE, with a record whose SECTIONS \
                 name SCOPE, and commit the packet alone"
            ))
    }
}

/// The amendment that lets paths in, as a command to be copied; `None` where it would be refused.
pub fn amend_command(id: &PacketId, paths: &[String], reason: Option<&str>, approver: Option<&str>) -> Option<String> {
    if !paths.iter().all(|path| scope_item(path).is_ok()) {
        return None;
    }
    let word = |path: &String| {
        // What begins with a dash would be taken for an option.
        let path = if path.starts_with('-') { format!("./{path}") } else { path.clone() };
        RepoPath::from(path.as_str()).quoted()
    };
    let blank = |text: Option<&str>| match text.filter(|text| !text.trim().is_empty()) {
        Some(text) => RepoPath::from(text).quoted(),
        None => "..".to_owned(),
    };
    let paths: Vec<String> = paths.iter().map(word).collect();
    Some(format!(
        "taskpacket amend {id} --add {} --reason {} --approver {} --commit",
        paths.join(" "),
        blank(reason),
        blank(approver)
    ))
}

/// True where that name is the coder's: in CODER_MODEL, or as an author of the code, whom git would name where there is
/// code that is not committed.
pub fn is_coder(after: &After, author: &str, name: &str) -> bool {
    let model = after.packet.metadata.coder_model.get();
    model.is_some_and(|model| model.eq_ignore_ascii_case(name))
        || after.coders.iter().any(|coder| is_person(coder, name))
        || (!after.uncommitted.is_empty() && is_person(author, name))
}

/// The id of a commit that is yet to be made.
fn unborn() -> Oid {
    Oid::parse(&"0".repeat(40)).expect("forty digits are an id")
}
