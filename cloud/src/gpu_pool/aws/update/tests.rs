use std::collections::HashMap;

use aws_sdk_eks::types::{Nodegroup, NodegroupScalingConfig};

use super::super::check::tests::{plain, with};
use super::*;
use crate::gpu_pool::{Scaling, Taint, TaintEffect, Upgrade};

fn check_scaling(prior: Scaling, wanted: Scaling, now: i32, expected: Option<[Option<i32>; 3]>) {
    let is = NodegroupScalingConfig::builder().desired_size(now).build();
    let group = Nodegroup::builder().scaling_config(is).build();
    let (prior, wanted) = (with(|pool, _| pool.scaling = prior), with(|pool, _| pool.scaling = wanted));
    let found = settings::scaling(Change { prior: &prior, wanted: &wanted }, &group);
    let found = found.map(|config| [config.min_size, config.max_size, config.desired_size]);
    assert_eq!(found, expected, "{:?} from {:?} at {now}", wanted.scaling, prior.scaling);
}

#[test]
fn the_desired_number_is_the_autoscalers_unless_told() {
    let of = |min, max, desired| Scaling { min, max, desired };
    let free = of(0, 4, None);
    check_scaling(free, free, 3, None);
    check_scaling(free, of(0, 8, None), 3, Some([Some(0), Some(8), None]));
    check_scaling(free, of(4, 8, None), 3, Some([Some(4), Some(8), Some(4)]));
    check_scaling(free, of(0, 2, None), 3, Some([Some(0), Some(2), Some(2)]));
    check_scaling(free, of(0, 4, Some(0)), 3, Some([Some(0), Some(4), Some(0)]));
    check_scaling(of(0, 4, Some(2)), of(0, 4, Some(2)), 3, None);
    check_scaling(of(0, 4, Some(2)), free, 2, None);
    check_scaling(of(0, 4, Some(2)), of(0, 8, Some(6)), 2, Some([Some(0), Some(8), Some(6)]));
}

#[test]
fn node_labels_change_one_by_one() {
    let labels = |labels: &[(&str, &str)]| {
        let labels = labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        with(|pool, _| pool.node_labels = Some(labels))
    };
    let (prior, wanted) = (labels(&[("a", "1"), ("b", "1"), ("c", "1")]), labels(&[("a", "1"), ("b", "2")]));
    let found = settings::labels(&prior, &wanted).unwrap();
    assert_eq!(found.add_or_update_labels, Some(HashMap::from([("b".to_owned(), "2".to_owned())])));
    assert_eq!(found.remove_labels, Some(vec!["c".to_owned()]));
    assert!(settings::labels(&prior, &prior).is_none());
    let cleared = settings::labels(&prior, &plain()).unwrap();
    assert_eq!((cleared.add_or_update_labels, cleared.remove_labels.map(|keys| keys.len())), (None, Some(3)));
}

#[test]
fn taints_are_told_by_key_and_effect() {
    let taint = |key: &str, value: &str, effect| Taint { key: key.into(), value: Some(value.into()), effect };
    let (no, rather) = (TaintEffect::NoSchedule, TaintEffect::PreferNoSchedule);
    let check = |prior: &[Taint], wanted: &[Taint], new: &[&str], gone: &[&str]| {
        let taints = |taints: &[Taint]| with(|pool, _| pool.taints = Some(taints.to_vec()));
        let found = settings::taints(&taints(prior), &taints(wanted));
        let told = |taint: &aws_sdk_eks::types::Taint| {
            let (key, value) = (taint.key().unwrap_or_default(), taint.value().unwrap_or_default());
            format!("{key}={value}:{}", taint.effect().map_or("", |effect| effect.as_str()))
        };
        let told = |taints: &[aws_sdk_eks::types::Taint]| taints.iter().map(told).collect::<Vec<_>>();
        let (added, removed) = found.map_or((vec![], vec![]), |found| {
            (told(found.add_or_update_taints()), told(found.remove_taints()))
        });
        assert_eq!(
            (added, removed),
            (new.iter().map(ToString::to_string).collect(), gone.iter().map(ToString::to_string).collect())
        );
    };
    let one = taint("gpu", "a", no);
    check(std::slice::from_ref(&one), std::slice::from_ref(&one), &[], &[]);
    check(std::slice::from_ref(&one), &[taint("gpu", "b", no)], &["gpu=b:NO_SCHEDULE"], &[]);
    check(
        std::slice::from_ref(&one),
        &[taint("gpu", "a", rather)],
        &["gpu=a:PREFER_NO_SCHEDULE"],
        &["gpu=a:NO_SCHEDULE"],
    );
    check(&[one], &[], &[], &["gpu=a:NO_SCHEDULE"]);
}

#[test]
fn upgrades_go_back_to_the_default() {
    let count = |count| {
        with(|pool, _| pool.upgrade = Some(Upgrade { max_unavailable: Some(count), ..Upgrade::default() }))
    };
    let percent = with(|_, extras| extras.max_unavailable_percent = Some(20));
    let check = |prior: &GpuPool, wanted: &GpuPool, expected: Option<(Option<i32>, Option<i32>)>| {
        let found = settings::upgrade(prior, wanted);
        assert_eq!(found.map(|config| (config.max_unavailable, config.max_unavailable_percentage)), expected);
    };
    check(&plain(), &count(1), None);
    check(&plain(), &count(2), Some((Some(2), None)));
    check(&count(2), &plain(), Some((Some(1), None)));
    check(&count(2), &percent, Some((None, Some(20))));
    check(&percent, &plain(), Some((Some(1), None)));
}
