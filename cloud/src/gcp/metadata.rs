//! Whether this machine is one of Google Cloud's, found out without a long wait.

use std::time::Duration;

/// How long a metadata server may take. It is on the same machine; elsewhere nobody answers, or somebody else.
const PATIENCE: Duration = Duration::from_millis(800);

/// Whether a metadata server of Google Cloud answers here ("About VM metadata", Compute Engine docs).
pub(super) async fn here() -> bool {
    let host = match std::env::var("GCE_METADATA_HOST") {
        Ok(host) if !host.is_empty() => host,
        _ => "169.254.169.254".into(),
    };
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build();
    let Ok(client) = client else { return false };
    let answer = client.get(format!("http://{host}/")).header("Metadata-Flavor", "Google").send().await;
    // Other clouds answer at the same address, without this header.
    answer.is_ok_and(|answer| {
        answer.headers().get("metadata-flavor").is_some_and(|flavor| flavor.as_bytes() == b"Google")
    })
}
