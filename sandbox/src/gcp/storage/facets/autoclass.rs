//! Classes chosen by use, <https://cloud.google.com/storage/docs/autoclass>.

use super::Change;
use crate::gcp::refusal::Refusal;
use crate::gcp::storage::model::{Autoclass, Bucket};

pub(super) fn settle(bucket: &mut Bucket, change: &Change<'_>) -> Result<(), Refusal> {
    let prior = change.prior.and_then(|prior| prior.autoclass.as_ref());
    let Some(wanted) = &bucket.autoclass else { return Ok(()) };
    if !wanted.enabled {
        let toggle_time = match prior {
            Some(prior) if prior.enabled => Some(change.now),
            prior => prior.and_then(|prior| prior.toggle_time),
        };
        bucket.autoclass = Some(Autoclass { toggle_time, ..Autoclass::default() });
        return Ok(());
    }
    if bucket.storage_class != "STANDARD" {
        return Err(Refusal::invalid("Autoclass buckets must have storage class STANDARD."));
    }
    let class = match wanted.terminal_storage_class.as_deref() {
        None | Some("") => "NEARLINE",
        Some(class @ ("NEARLINE" | "ARCHIVE")) => class,
        Some(_) => {
            return Err(Refusal::invalid("Autoclass terminal storage class must be NEARLINE or ARCHIVE."));
        }
    };
    let was_on = prior.filter(|prior| prior.enabled);
    let same_class = was_on.filter(|prior| prior.terminal_storage_class.as_deref() == Some(class));
    bucket.autoclass = Some(Autoclass {
        enabled: true,
        toggle_time: was_on.map_or(Some(change.now), |prior| prior.toggle_time),
        terminal_storage_class: Some(class.into()),
        terminal_storage_class_update_time: same_class
            .map_or(Some(change.now), |prior| prior.terminal_storage_class_update_time),
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check, create};
    use serde_json::json;

    #[test]
    fn classes() {
        let bucket = create(json!({ "autoclass": { "enabled": true } })).unwrap();
        assert_eq!(bucket.autoclass.as_ref().unwrap().terminal_storage_class.as_deref(), Some("NEARLINE"));
        check(json!({ "autoclass": { "enabled": true }, "storageClass": "NEARLINE" }), Err("STANDARD"));
        check(
            json!({ "autoclass": { "enabled": true, "terminalStorageClass": "COLDLINE" } }),
            Err("ARCHIVE"),
        );
        let archive = json!({ "autoclass": { "terminalStorageClass": "ARCHIVE" } });
        let changed = change(Some(&bucket), archive).unwrap().autoclass.unwrap();
        assert_eq!(changed.toggle_time, bucket.autoclass.unwrap().toggle_time);
    }
}
