//! The stages of a table of faults: of one kind of resource, on one cloud.

mod broken;
mod clock;
mod coverage;
mod killed;
pub(crate) mod resource;
pub(crate) mod rows;
mod secrets;
mod storm;
mod world;

use resource::Resource;
pub(crate) use storm::storm;
use world::World;

/// Plays the table of one cloud; panics with all that was not as it should be.
pub(crate) fn play(cloud: &'static str, resource: &'static dyn Resource) {
    let mut world = World::start(cloud, resource);
    let clean = rows::clean(&mut world);
    let unused = world.secrets.unused();
    world.wrong.extend(unused);
    world.changes_wait();
    let mut table = broken::play(&mut world, &clean);
    table.extend(broken::play_shared(&mut world, &clean));
    table.extend(killed::play(&mut world, &clean));
    table.extend(killed::play_shared(&mut world, &clean));
    let stale = coverage::difference(resource.kind(), cloud, &table);
    world.wrong.extend(stale);
    world.end();
}
