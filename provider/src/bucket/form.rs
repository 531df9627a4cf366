use std::collections::BTreeMap;

use cloud::Observed;
use cloud::bucket::{Bucket, BucketKey, BucketUrl};
use tfplug::schema::Attribute;
use tfplug::{Diagnostics, List, Map, Path, Value};

use super::{defaults, observe, replaced, schema, wanted};
use crate::managed::{Form, Given, common};
use crate::palisade::Palisade;
use crate::settle::{self, Settle};
use crate::timeouts::{Timeouts, Times};

common!(schema::Bucket);

impl Form for schema::Bucket {
    type Kind = Bucket;

    const WHAT: &'static str = "bucket";

    fn of_key(key: &BucketKey) -> Self {
        schema::Bucket {
            cloud: schema::Cloud::from(key.cloud).into(),
            name: key.name.clone().into(),
            id: key.to_string().into(),
            ..Self::default()
        }
    }

    fn wanted(&self, labels: &Map<String>) -> Option<Bucket> {
        wanted::bucket(self, labels)
    }

    fn labels_of(shown: &Bucket) -> &BTreeMap<String, String> {
        &shown.labels
    }

    fn observe(&mut self, observed: &Observed<Bucket>) {
        observe::observe(self, observed);
    }

    /// What is left unset is not managed, and known to be so.
    fn is_found(_: &Attribute) -> bool {
        false
    }

    fn settle(&mut self, given: &Given<'_, Self>) {
        settle::plan(self, given);
        let on_gcs = |bucket: &schema::Bucket| bucket.cloud.known() == Some(&schema::Cloud::Gcp);
        if let Some(prior) = given.prior.filter(|prior| on_gcs(prior) && on_gcs(self)) {
            keep_names(prior, self);
            keep_lock(prior, self);
        }
    }

    fn plan(&mut self, given: &Given<'_, Self>) -> Diagnostics {
        if let (Some(&cloud), Some(name)) = (self.cloud.known(), self.name.known()) {
            let key = BucketKey { cloud: cloud.into(), name: name.clone() };
            self.id = key.to_string().into();
            self.url = BucketUrl::format(key.cloud, name).into();
        }
        if self.account.is_unknown()
            && let Some(project) = project(self, given.provider)
        {
            self.account = project.into();
        }
        if let Some(prior) = given.prior {
            keep_spelling(prior, self);
        }
        Diagnostics::none()
    }

    fn replaced(&self, prior: &Self, provider: &Palisade) -> Vec<Path> {
        replaced::replaced(prior, self, provider)
    }

    fn imported(&mut self, provider: &Palisade) {
        settle::import(self, provider);
    }

    fn goes_with_contents(&self) -> bool {
        self.force_destroy.known() == Some(&true)
    }

    fn times(&self) -> Times {
        Timeouts::times(&self.timeouts)
    }
}

impl Settle for schema::Bucket {
    const IN_ANY_ORDER: &'static [&'static str] = &[];

    fn defaults(&self, _: &Self, _: &Palisade) -> Self {
        defaults::of(self)
    }

    fn untold(&self, _: &Palisade) -> Self {
        defaults::untold(self)
    }
}

/// A rule of Cloud Storage keeps the name that an import made up, whatever it is called: the name is in the state alone.
fn keep_names(prior: &schema::Bucket, planned: &mut schema::Bucket) {
    let (Some(was), Value::Known(now)) = (prior.lifecycle_rules.known(), &mut planned.lifecycle_rules) else {
        return;
    };
    for (at, (was, now)) in was.iter().zip(now).enumerate() {
        let made_up = Value::Known(defaults::made_up(at));
        if let (Some(was), Value::Known(now)) = (was.known(), now)
            && was.id == made_up
        {
            now.id = made_up;
        }
    }
}

/// On Cloud Storage mode `compliance` locks by itself, so that the two ways to say so are no difference.
fn keep_lock(prior: &schema::Bucket, planned: &mut schema::Bucket) {
    let locks = |retention: &schema::Retention| {
        retention.mode.known() == Some(&schema::RetentionMode::Compliance)
            || retention.locked.known() == Some(&true)
    };
    if let (Some(was), Value::Known(now)) = (prior.retention.known(), &mut planned.retention)
        && was.locked.known().is_some()
        && locks(was)
        && locks(now)
    {
        (now.mode, now.locked) = (was.mode, was.locked);
    }
}

/// The project that a bucket on Google Cloud will be in, where it is known already: rules read it.
fn project(planned: &schema::Bucket, provider: &Palisade) -> Option<String> {
    let own = match (&planned.gcp, planned.cloud.known()?) {
        (_, schema::Cloud::Aws) | (Value::Unknown, _) => return None,
        (Value::Null, _) => Value::Null,
        (Value::Known(gcp), _) => gcp.project.clone(),
    };
    match own {
        Value::Known(project) => Some(project),
        Value::Null => provider.gcp_project().cloned(),
        Value::Unknown => None,
    }
}

/// Places are the same in any case, and regions of a pair in any order: what an import found in the cloud's spelling is
/// no difference to the configuration's.
fn keep_spelling(prior: &schema::Bucket, planned: &mut schema::Bucket) {
    if let (Some(was), Some(now)) = (prior.location.known(), planned.location.known())
        && was.eq_ignore_ascii_case(now)
    {
        planned.location = prior.location.clone();
    }
    if let (Some(was), Value::Known(now)) = (prior.gcp.known(), &mut planned.gcp)
        && places(&was.placement).is_some_and(|places_before| Some(places_before) == places(&now.placement))
    {
        now.placement = was.placement.clone();
    }
}

/// Places in one spelling and order; `None` where one is not known.
fn places(placement: &List<String>) -> Option<Vec<String>> {
    let places = placement.known()?.iter().map(|place| place.known().map(|place| place.to_lowercase()));
    let mut places: Vec<String> = places.collect::<Option<_>>()?;
    places.sort();
    Some(places)
}
