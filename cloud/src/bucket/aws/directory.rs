//! Directory buckets (S3 Express One Zone): what their names tell.

/// The zone of a directory bucket's name, `NAME--ZONE--x-s3`. Amazon S3 User Guide, "Directory bucket naming rules".
pub(super) fn zone_of(name: &str) -> Option<&str> {
    let (base, zone) = name.strip_suffix("--x-s3")?.rsplit_once("--")?;
    Some(zone).filter(|zone| !zone.is_empty() && !base.is_empty())
}

/// Whether a zone's id is a Local Zone's (`usw2-lax1-az1`) and not an Availability Zone's (`use1-az4`).
pub(super) fn is_local_zone(zone: &str) -> bool {
    zone.split('-').count() > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_zone() {
        for (name, zone) in [
            ("logs--use1-az4--x-s3", Some("use1-az4")),
            ("a--b--usw2-lax1-az1--x-s3", Some("usw2-lax1-az1")),
            ("logs", None),
            ("logs--x-s3", None),
            ("--use1-az4--x-s3", None),
        ] {
            assert_eq!(zone_of(name), zone, "{name}");
        }
        assert!(is_local_zone("usw2-lax1-az1") && !is_local_zone("use1-az4"));
    }
}
