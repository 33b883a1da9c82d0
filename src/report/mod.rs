//! What a command says, as events: commands emit them, reporters word them, every format carries the same findings.

mod event;
mod evidence_view;
mod review_view;
mod run;
mod standing_view;
mod status_view;
mod topics;
mod verdict_event;
mod verdict_view;
mod verified;
mod view;

pub use event::{
    AdoptedPacket, AllowedPath, AuditLine, Brief, Detail, DisagreementRow, Ended, Event, HashedPath, HashedSide,
    PacketRef, ProofRef, ProvenItem, Reporter, SnapshotRef, Started, Written,
};
pub use evidence_view::{ClaimView, EvidenceView, RecordedRunView};
pub use review_view::ReviewView;
pub use run::{Progress, RunRow, RunView, StepRow, StepTail, Watcher};
pub use standing_view::{CommitRow, ContractRow, MoveRow, MoverRow, StandingRow, StandingsView};
pub use status_view::{GatesRow, StatusRow, StatusView, VerdictRow, WorkRow};
pub use topics::{Mark, TopicLine, lines};
pub use verdict_event::{AppendedEntry, ReportText};
pub use verdict_view::{BoundView, TakenOnView, VerdictView};
pub use verified::{Limit, VerifiedEntry, VerifiedFault, VerifiedPacket, VerifiedView};
pub use view::{
    DeltaView, DoneView, EntryView, ManifestView, Measured, OutView, PacketView, PathView, PlanView, ScopeView,
    StepView, TickView, WaiverView,
};
