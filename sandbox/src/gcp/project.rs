//! Projects: the sandbox lets every project exist.

/// The number of a project that may be told by its ID or by its number. It is made of the ID, so that one ID has one
/// number in every run.
pub(crate) fn number(project: &str) -> u64 {
    if let Ok(number) = project.parse() {
        return number;
    }
    // FNV-1a: stable, unlike the standard library's hasher. Real numbers have 9 to 13 digits.
    let hash = project.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    100_000_000_000 + hash % 900_000_000_000
}

/// Whether this can be a project's ID or number, see
/// <https://cloud.google.com/resource-manager/docs/creating-managing-projects>. Old projects have a domain in front:
/// `example.com:my-project`.
pub(crate) fn is_project(project: &str) -> bool {
    let id = project.rsplit_once(':').map_or(project, |(_, id)| id);
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_id = (6..=30).contains(&id.len())
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && !id.ends_with('-')
        && id.chars().all(letters);
    is_id || (!project.is_empty() && project.len() <= 19 && project.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_stable() {
        assert_eq!(number("123456789"), 123_456_789);
        assert_eq!(number("my-project"), number("my-project"));
        assert_ne!(number("my-project"), number("my-project2"));
    }

    #[test]
    fn ids() {
        for (project, expected) in [
            ("my-project", true),
            ("123456789012", true),
            ("example.com:my-project", true),
            ("short", false),
            ("My-Project", false),
            ("my-project-", false),
            ("", false),
        ] {
            assert_eq!(is_project(project), expected, "{project}");
        }
    }
}
