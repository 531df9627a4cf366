//! Names that services make: of what they are for, so that every run makes the same.

use sha2::{Digest, Sha256};

/// 64 hexadecimal digits, the same for the same text.
pub(crate) fn digits(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An ID in the form of a UUID, the same for the same text.
pub(crate) fn uuid(text: &str) -> String {
    let digits = digits(text);
    let parts = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    parts.map(|(from, to)| digits.get(from..to).unwrap_or_default()).join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_stable() {
        // The SHA-256 of nothing.
        assert_eq!(uuid(""), "e3b0c442-98fc-1c14-9afb-f4c8996fb924");
        assert_ne!(digits("a"), digits("b"));
    }
}
