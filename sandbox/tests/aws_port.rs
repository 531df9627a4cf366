//! The AWS port as a client sees it on the wire: what is served, how connections are closed, what outlives a restart.

use std::io::{Read, Write};
use std::net::TcpStream;

use sandbox::{Options, Sandbox};

/// Sends one request and gives all that comes back until the connection is closed.
async fn send(sandbox: &Sandbox, method: &str, path: &str, headers: &str, body: &str) -> String {
    let host = sandbox.endpoints.aws.trim_start_matches("http://").to_owned();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    );
    tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(host).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut reply = Vec::new();
        // A connection closed on purpose may end in a reset.
        let _ = stream.read_to_end(&mut reply);
        String::from_utf8(reply).unwrap()
    })
    .await
    .unwrap()
}

/// Headers of a call to S3 in `us-east-1` as an access key whose signature is not checked.
fn signed() -> String {
    signed_for("s3")
}

/// The same for another service.
fn signed_for(service: &str) -> String {
    let now = chrono::Utc::now().format("%Y%m%dT%H%M%SZ");
    format!(
        "x-amz-date: {now}\r\nauthorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, \
         SignedHeaders=host;x-amz-date, Signature=0\r\n"
    )
}

fn status(reply: &str) -> &str {
    reply.split(' ').nth(1).unwrap_or("none")
}

async fn fault(sandbox: &Sandbox, rule: &str) {
    let reply = send(sandbox, "POST", "/_sandbox/faults", "", rule).await;
    assert_eq!(status(&reply), "201", "{reply}");
}

#[tokio::test]
async fn dropped_calls_get_no_byte_back() {
    let sandbox = sandbox::start(Options::default()).await.unwrap();
    let head = async || status(&send(&sandbox, "HEAD", "/bucket-1", &signed(), "").await).to_owned();

    fault(&sandbox, r#"{"operation":"CreateBucket","fault":{"drop":"before"}}"#).await;
    assert_eq!(send(&sandbox, "PUT", "/bucket-1", &signed(), "").await, "");
    assert_eq!(head().await, "404", "nothing was done");

    fault(&sandbox, r#"{"operation":"CreateBucket","fault":{"drop":"after"}}"#).await;
    assert_eq!(send(&sandbox, "PUT", "/bucket-1", &signed(), "").await, "");
    assert_eq!(head().await, "200", "the work was done");

    let calls = send(&sandbox, "GET", "/_sandbox/calls", "", "").await;
    let call = r#""service":"s3","operation":"CreateBucket","resource":"bucket-1","status":0}"#;
    assert_eq!(calls.matches(call).count(), 2, "{calls}");
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn reset_forgets_everything() {
    let sandbox = sandbox::start(Options::default()).await.unwrap();
    assert_eq!(status(&send(&sandbox, "PUT", "/bucket-1", &signed(), "").await), "200");
    fault(&sandbox, r#"{"times":null,"fault":{"status":500}}"#).await;
    assert_eq!(status(&send(&sandbox, "POST", "/_sandbox/reset", "", "").await), "200");
    assert_eq!(status(&send(&sandbox, "HEAD", "/bucket-1", &signed(), "").await), "404");
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn state_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { state: Some(folder.path().join("state.json")), ..Options::default() };
    let tags = "<Tagging><TagSet><Tag><Key>team</Key><Value>data</Value></Tag></TagSet></Tagging>";
    let checksum = format!("{}x-amz-checksum-crc32: AAAAAA==\r\n", signed());

    let sandbox = sandbox::start(options.clone()).await.unwrap();
    assert_eq!(status(&send(&sandbox, "PUT", "/bucket-1", &signed(), "").await), "200");
    assert_eq!(status(&send(&sandbox, "PUT", "/bucket-1?tagging", &checksum, tags).await), "204");
    assert_eq!(status(&send(&sandbox, "PUT", "/bucket-1/key", &signed(), "content").await), "200");
    sandbox.stop().await.unwrap();

    let sandbox = sandbox::start(options).await.unwrap();
    let reply = send(&sandbox, "GET", "/bucket-1?tagging", &signed(), "").await;
    assert!(reply.contains("<Key>team</Key><Value>data</Value>"), "{reply}");
    let reply = send(&sandbox, "GET", "/bucket-1/key", &signed(), "").await;
    assert!(reply.ends_with("\r\n\r\ncontent"), "{reply}");
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn what_takes_time_goes_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { state: Some(folder.path().join("state.json")), ..Options::default() };
    let pool =
        r#"{"nodegroupName":"gpu","subnets":["subnet-1"],"nodeRole":"arn:aws:iam::123456789012:role/node"}"#;
    let all = "/clusters/research/node-groups";
    let describe =
        async |sandbox: &Sandbox| send(sandbox, "GET", &format!("{all}/gpu"), &signed_for("eks"), "").await;

    let sandbox = sandbox::start(options.clone()).await.unwrap();
    send(&sandbox, "POST", "/_sandbox/clock", "", r#"{"transition_seconds":600}"#).await;
    fault(&sandbox, r#"{"operation":"CreateNodegroup","resource":"gpu","fault":{"drop":"after"}}"#).await;
    assert_eq!(send(&sandbox, "POST", all, &signed_for("eks"), pool).await, "");
    assert!(describe(&sandbox).await.contains(r#""status":"CREATING""#), "the call was carried out");
    sandbox.stop().await.unwrap();

    let sandbox = sandbox::start(options).await.unwrap();
    assert!(describe(&sandbox).await.contains(r#""status":"CREATING""#));
    send(&sandbox, "POST", "/_sandbox/clock", "", r#"{"advance_seconds":600}"#).await;
    assert!(describe(&sandbox).await.contains(r#""status":"ACTIVE""#));
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn a_service_refuses_in_its_own_protocol() {
    let sandbox = sandbox::start(Options::default()).await.unwrap();
    fault(&sandbox, r#"{"times":null,"fault":{"status":429}}"#).await;
    let target = |service: &str, name: &str| format!("{}x-amz-target: {name}\r\n", signed_for(service));
    let form = format!("{}content-type: application/x-www-form-urlencoded\r\n", signed_for("ec2"));
    for (path, headers, body, said) in [
        ("/clusters/research/node-groups", signed_for("eks"), "{}", "x-amzn-errortype: ThrottlingException"),
        (
            "/",
            target("budgets", "AWSBudgetServiceGateway.CreateBudget"),
            "{}",
            r#""__type":"ThrottlingException""#,
        ),
        (
            "/",
            target("ce", "AWSInsightsIndexService.GetCostAndUsage"),
            "{}",
            r#""__type":"ThrottlingException""#,
        ),
        ("/", form, "Action=CreateLaunchTemplate&Version=2016-11-15", "<Code>RequestLimitExceeded</Code>"),
    ] {
        let reply = send(&sandbox, "POST", path, &headers, body).await;
        assert_eq!(status(&reply), "429", "{reply}");
        assert!(reply.contains(said), "{reply}");
    }
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn a_taken_port_is_said() {
    let sandbox = sandbox::start(Options::default()).await.unwrap();
    let port: u16 = sandbox.endpoints.aws.rsplit(':').next().unwrap().parse().unwrap();
    let error = sandbox::start(Options { aws_port: port, ..Options::default() }).await.err().unwrap();
    let expected =
        format!("cannot listen on 127.0.0.1:{port} for AWS; choose another port, or 0 for a free one");
    assert_eq!(error.to_string(), expected);
    sandbox.stop().await.unwrap();
}
