//! The core in miniature of `tfplug::testing` against the real one: both are given the same answers of a provider that
//! breaks one rule at a time, and must refuse, or take, the same ones, and name the same attribute.

#[path = "tfplug_core/rows/mod.rs"]
mod rows;
#[path = "tfplug_core/world.rs"]
mod world;

use std::sync::Mutex;
use std::thread;

use rows::{By, Row, Verdict};
use world::World;

/// Rows are played beside each other: a run of terraform mostly waits for itself.
const PLAYERS: usize = 3;

#[test]
fn both_cores_judge_alike() {
    let world = World::new();
    let (waiting, wrong) = (Mutex::new(rows::all()), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..PLAYERS {
            scope.spawn(|| {
                loop {
                    let Some(row) = waiting.lock().expect("no player panics here").pop() else { break };
                    wrong.lock().expect("no player panics here").extend(judge(&world, &row));
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no player panics here");
    assert!(wrong.is_empty(), "{} rows\n{}", wrong.len(), wrong.join("\n"));
}

/// What is wrong with the verdicts of a row, if anything.
fn judge(world: &World, row: &Row) -> Option<String> {
    let (ours, theirs) = (world.ours(row), world.theirs(row));
    let fits = match &row.verdict {
        Verdict::Takes => ours.is_empty() && theirs.is_none(),
        Verdict::Refuses { ours: said, theirs: words, by } => {
            let refuses = match by {
                By::Both => true,
                By::Terraform => !world.is_opentofu,
                By::OpenTofu => world.is_opentofu,
                By::Neither(_) => false,
            };
            ours.iter().any(|error| error.starts_with(said))
                && match &theirs {
                    Some(told) => refuses && told.contains(words),
                    None => !refuses,
                }
        }
    };
    let told = theirs.as_deref().map(|told| told.find("Error:").map_or(told, |at| &told[at..]));
    let Row { rule, verdict, .. } = row;
    (!fits).then(|| format!("\n=== {rule}\nexpected: {verdict:?}\nours: {ours:?}\ncore: {told:?}"))
}
