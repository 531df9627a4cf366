//! The stages of a table of faults on one cloud.

mod broken;
mod cloud;
mod coverage;
mod killed;
mod rows;
mod secrets;
mod stories;
mod world;

use world::World;

/// Plays the table of one cloud; panics with all that was not as it should be.
pub(crate) fn play(cloud: &'static str) {
    let mut world = World::start(cloud);
    let clean = rows::clean(&mut world);
    let mut table = broken::play(&mut world, &clean);
    table.extend(broken::play_shared(&mut world, &clean));
    table.extend(killed::play(&mut world, &clean));
    let mut wrong = std::mem::take(&mut world.wrong);
    wrong.extend(coverage::difference(cloud, &table));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
