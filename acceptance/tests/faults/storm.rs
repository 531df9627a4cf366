//! A storm: three of ten calls are refused, for the whole of a creation, a change and an end.

use std::collections::BTreeMap;

use serde_json::json;

use super::clock;
use super::resource::Resource;
use super::rows::{self, PHASES, Phase};
use super::world::{Subject, World};

/// Resources that are out in it.
const SUBJECTS: usize = 8;

/// How long a change takes, in seconds, where the cloud takes time: all in all the storm goes on for a minute.
const CHANGE: u32 = 15;

/// The statuses, and the share of calls that each is answered to, of those that the ones before leave.
const RAIN: [(u16, u8); 2] = [(429, 15), (503, 18)];

/// Lets resources of each story pass through it; one command suffices for each phase.
pub(crate) fn storm(cloud: &'static str, resource: &'static dyn Resource) {
    let mut world = World::start(cloud, resource);
    let clean = rows::clean(&mut world);
    clock::changes_take(&world.cloud.control, CHANGE);
    let stories = world.stories.len();
    let subjects: Vec<Subject> = (0..SUBJECTS)
        .map(|at| Subject {
            name: format!("palisade-storm-{at}"),
            story: at % stories,
            timeouts: BTreeMap::new(),
        })
        .collect();
    for phase in PHASES {
        world.write(&subjects, phase, "");
        if phase == Phase::Delete {
            rows::fill(&world, &subjects);
        }
        world.sandbox.clear_calls();
        for (status, percent) in RAIN {
            let fault = json!({"status": status});
            world.sandbox.fault(&json!({"cloud": cloud, "times": null, "percent": percent, "fault": fault}));
        }
        let applied = world.run_in_time(phase, &[]);
        world.sandbox.clear_faults();
        world.told_no_error(phase, &applied);
        let calls = world.sandbox.calls();
        let refused =
            calls.iter().filter(|call| RAIN.iter().any(|(status, _)| u64::from(*status) == call.status));
        let (refused, made) = (refused.count(), calls.len());
        world.expect(refused * 5 > made, || format!("{}: only {refused} of {made} refused", phase.name()));
        world.is_as(&subjects, phase, &clean);
    }
    world.end();
}
