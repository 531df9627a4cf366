//! Checksums of objects' contents, in base64 as the API gives them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};

pub(super) fn md5(content: &[u8]) -> String {
    STANDARD.encode(Md5::digest(content))
}

/// CRC-32C, in big-endian order.
pub(super) fn crc32c(content: &[u8]) -> String {
    STANDARD.encode(crc32c::crc32c(content).to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_values() {
        // RFC 1321 for the empty string; RFC 3720, B.4: 32 bytes of zeros give 0x8a9136aa.
        assert_eq!(md5(b""), "1B2M2Y8AsgTpgAmY7PhCfg==");
        assert_eq!(crc32c(&[0; 32]), STANDARD.encode([0x8a, 0x91, 0x36, 0xaa]));
    }
}
