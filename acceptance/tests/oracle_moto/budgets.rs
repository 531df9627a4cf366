//! Budgets: the story of `budget` on AWS, on each fake as far as it goes.

use acceptance::Sandbox;
use acceptance::moto::{Fake, Kind};

use super::budget::case::{Arrives, Case};
use super::budget::{aws, stages};
use super::budget_gaps::{self, GAPS};
use super::gap::{self, Played};

/// Plays what the fake can do.
pub(crate) fn play(kind: Kind) {
    let how = |case: &Case| gap::played(GAPS, kind, case.label);
    let mut cases = aws::cases();
    cases.retain(|case| how(case) != Played::Not);
    // What somebody else does is played on the sandbox.
    cases.iter_mut().for_each(|case| case.drifts = false);
    for case in cases.iter_mut().filter(|case| how(case) == Played::Unchanged) {
        stays(case);
    }
    let fake = Fake::start(kind);
    Sandbox::with_aws(&fake.aws, || stages::play(&cases));
}

/// The gaps are as their rows say.
pub(crate) fn check_gaps() {
    let labels: Vec<String> = aws::cases().iter().map(|case| case.label.to_owned()).collect();
    gap::check(GAPS, Fake::start, budget_gaps::prepare, &labels);
}

/// Takes the change out of a case.
fn stays(case: &mut Case) {
    case.clouds[1] = case.clouds[0];
    case.hcl[1] = case.hcl[0].clone();
    for row in &mut case.rows {
        if let Arrives::At { values, .. } = &mut row.arrives {
            values[1] = values[0].clone();
        }
    }
}
