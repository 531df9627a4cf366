//! Names of buckets, <https://cloud.google.com/storage/docs/buckets#naming>.

use crate::gcp::refusal::{Kind, Refusal};

/// Names that someone else took long ago, so that a test can meet a taken name.
const TAKEN: &[&str] = &["bucket", "test"];

/// Refuses what cannot be the name of any bucket, of whatever owner.
pub(crate) fn check(name: &str) -> Result<(), Refusal> {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let known = name.chars().all(|c| letter(c) || matches!(c, '-' | '_' | '.'));
    let ends = name.starts_with(letter) && name.ends_with(letter);
    let dots = !["..", ".-", "-."].iter().any(|pair| name.contains(pair));
    let address = name.parse::<std::net::Ipv4Addr>().is_ok();
    if name.len() < 3 || !known || !ends || !dots || address {
        return Err(Refusal::invalid(format!("Invalid bucket name: '{name}'")));
    }
    Ok(())
}

/// Refuses what cannot be the name of a new bucket.
pub(crate) fn check_new(name: &str) -> Result<(), Refusal> {
    check(name)?;
    let longest = if name.contains('.') { 222 } else { 63 };
    let too_long = name.len() > longest || name.split('.').any(|part| part.len() > 63);
    // Close misspellings are those that only swap look-alikes.
    let plain: String = name.chars().map(look_alike).collect();
    if too_long || name.starts_with("goog") || plain.contains("google") {
        return Err(Refusal::invalid(format!("Use of this bucket name is restricted: '{name}'")));
    }
    if name.contains('.') {
        return Err(Refusal::new(
            Kind::Denied,
            "forbidden",
            "The bucket you tried to create requires domain ownership verification.",
        ));
    }
    if TAKEN.contains(&name) {
        return Err(taken_by_another());
    }
    Ok(())
}

pub(crate) fn taken_by_another() -> Refusal {
    Refusal::new(
        Kind::Exists,
        "conflict",
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. \
         Please select a different name and try again.",
    )
}

pub(crate) fn taken_by_caller() -> Refusal {
    Refusal::new(
        Kind::Exists,
        "conflict",
        "Your previous request to create the named bucket succeeded and you already own it.",
    )
}

fn look_alike(c: char) -> char {
    match c {
        '0' => 'o',
        '1' => 'l',
        '3' => 'e',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_names() {
        let long = "a".repeat(64);
        for (name, expected) in [
            ("my-bucket_1", None),
            ("ab", Some("Invalid bucket name: 'ab'")),
            ("My-bucket", Some("Invalid bucket name: 'My-bucket'")),
            ("-bucket", Some("Invalid bucket name: '-bucket'")),
            ("bucket-", Some("Invalid bucket name: 'bucket-'")),
            ("a..b", Some("Invalid bucket name: 'a..b'")),
            ("a.-b", Some("Invalid bucket name: 'a.-b'")),
            ("192.168.5.4", Some("Invalid bucket name: '192.168.5.4'")),
            ("goog-bucket", Some("Use of this bucket name is restricted: 'goog-bucket'")),
            ("my-g00gle", Some("Use of this bucket name is restricted: 'my-g00gle'")),
            (&long, Some(&format!("Use of this bucket name is restricted: '{long}'"))),
            (
                "data.example.com",
                Some("The bucket you tried to create requires domain ownership verification."),
            ),
            ("test", Some(&taken_by_another().message)),
        ] {
            let seen = check_new(name).err().map(|refusal| refusal.message);
            assert_eq!(seen.as_deref(), expected, "{name}");
        }
    }
}
