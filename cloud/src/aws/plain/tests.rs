use std::sync::Arc;

use aws_config::retry::RetryConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use super::*;
use crate::Error;
use crate::aws::error;
use crate::wait::Failed;

fn config() -> SdkConfig {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", Some("token".into()), None, "test");
    SdkConfig::builder()
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .retry_config(RetryConfig::disabled())
        .build()
}

/// A server that gives one answer to one connection, and what it was asked.
async fn serve(answer: &'static str) -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(String::new()));
    let kept = asked.clone();
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut asked = kept.lock().await;
        let mut buffer = [0; 4096];
        while !asked.ends_with("Version=2016-11-15") {
            let read = socket.read(&mut buffer).await.unwrap();
            asked.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
        }
        socket.write_all(answer.as_bytes()).await.unwrap();
    });
    (endpoint, asked)
}

fn request() -> Request {
    Request {
        operation: "DescribeLaunchTemplates",
        method: "POST",
        path: "/".into(),
        headers: vec![("content-type", "application/x-www-form-urlencoded".into())],
        body: "Action=DescribeLaunchTemplates&Version=2016-11-15".into(),
    }
}

async fn ask(endpoint: String) -> Result<String, SdkError<Refusal, HttpResponse>> {
    let service = Service { name: "ec2", region: "eu-west-1".into(), endpoint, dialect: Dialect::Xml };
    send(&config(), &service, &request()).await
}

#[tokio::test]
async fn requests_are_signed_and_answers_read() {
    let (endpoint, asked) = serve("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n<a/>").await;
    assert_eq!(ask(endpoint).await.unwrap(), "<a/>");
    let asked = asked.lock().await;
    let line = |name: &str| {
        asked.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{name} in {asked}"))
    };
    assert!(asked.starts_with("POST / HTTP/1.1\r\n"), "{asked}");
    let authorization = line("authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/");
    assert!(authorization.contains("/eu-west-1/ec2/aws4_request, SignedHeaders="), "{authorization}");
    assert_eq!(line("x-amz-security-token: "), "token");
    assert!(line("user-agent: ").starts_with("aws-sdk-rust/"));
}

#[tokio::test]
async fn refusals_have_a_code_and_words() {
    let (endpoint, _) = serve(
        "HTTP/1.1 400 Bad Request\r\ncontent-length: 109\r\nx-amzn-requestid: r-1\r\n\r\n<Response><Errors><Error>\
         <Code>InvalidParameterValue</Code><Message>no</Message></Error></Errors></Response>    ",
    )
    .await;
    let refused = ask(endpoint).await.unwrap_err();
    assert_eq!(refused.code(), Some("InvalidParameterValue"));
    let Failed::Final(error) = error::failed("DescribeLaunchTemplates", refused, |_| None) else { panic!() };
    assert_eq!(
        error.to_string(),
        "AWS answered DescribeLaunchTemplates with InvalidParameterValue: no (request r-1)"
    );
}

#[tokio::test]
async fn failures_of_the_network_are_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let failed = |answer| error::failed("DescribeLaunchTemplates", answer, |_| None);
    assert!(matches!(failed(ask(nobody).await.unwrap_err()), Failed::Unreachable(Error::Service { .. })));
    let (endpoint, _) = serve("").await;
    let cut = ask(endpoint).await.unwrap_err();
    assert!(error::is_ambiguous(&cut));
    assert!(matches!(failed(cut), Failed::Passing(Error::Service { .. })));
}
