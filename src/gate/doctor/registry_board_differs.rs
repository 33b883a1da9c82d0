//! The registry says another place on the board than the packet's Status.

use super::lineage::{named, row_of};
use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page, Severity};
use crate::model::{BoardState, Column, Status, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP769",
    name: "registry_board_differs",
    page: Page {
        checks: "Where a row of the registry says under which heading of the board its packet stands, that is the heading of \
                 the packet's Status. Elsewhere than on the default branch a row that lags by one step is a note.",
        why: "A second board beside the board is wrong twice as often.",
        fails: "| WP-1-X | docs/task_packets/WP-1-X.md | Ready for Dev | |\n\nwhile WP-1-X is Done",
        mend: "`taskpacket doctor --fix` corrects the cell; or leave it empty.",
    },
};

/// Rows with another heading.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(registry) = &truths.survey.registry else { return Vec::new() };
    let mut found = Vec::new();
    for row in &registry.rows {
        let (Some(cell), Some(packet)) = (&row.board, named(truths, row)) else { continue };
        let said = Column::of_title(cell.value.split(':').next().unwrap_or_default());
        let (Some(said), Some(status)) = (said, packet.status()) else { continue };
        let own = BoardState::Of(status).column();
        let counts = !packet.behind && (!packet.historic || packet.is_active()) && status != Status::Superseded;
        let mut there =
            truths.on_branches(&packet.id).filter_map(|other| Some(BoardState::Of(other.status()?).column()));
        if own == said || !counts || there.any(|column| column == said) {
            continue;
        }
        let lags = own.step() >= said.step() && own.step() - said.step() <= 1;
        let severity = if !truths.on_trunk() && lags { Severity::Note } else { Severity::Error };
        let message = format!("the registry has `{}` under {said}, and the packet is {status}", packet.id);
        let finding = Finding::new(&CODE, severity, message)
            .at(registry.source, cell.span)
            .compare(own.to_string(), &cell.value)
            .about(packet.id.as_str())
            .help("taskpacket doctor --fix");
        found.push(Disagreement::mended(finding, Mend::Name(row_of(packet))));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_row_with_another_heading() {
        let other = Fixture::new().registry("Ready for Dev", "Done: WP-1-B-v2");
        assert_eq!(
            told(check, &other),
            ["error: the registry has `WP-1-B-v2` under Done, and the packet is Ready for Dev \
              @docs/WP_TRACEABILITY_REGISTRY.md:4, mended"]
        );
        let lagging = Fixture::new().status("WP-1-B-v2", "In Progress").on_branch();
        assert!(told(check, &lagging)[0].starts_with("note: "));
        assert_eq!(told(check, &Fixture::new().registry("Ready for Dev", "see there")), [""; 0]);
    }
}
