//! Default encryption, and the kinds of encryption that uploads may not use. By hand, for s3s does not know
//! `BlockedEncryptionTypes`.

use bytes::Bytes;
use http::Request;
use roxmltree::Node;
use s3s::S3Result;

use super::Ask;
use super::document::{Done, children, escape, parse, text};
use super::error::{invalid_argument, malformed_xml};
use super::state::{Encryption, State};

const AES256: &str = "AES256";
const KMS: &[&str] = &["aws:kms", "aws:kms:dsse"];

pub(super) fn get(_: &Ask, state: &State, bucket: &str) -> S3Result<Done> {
    let encryption = &state.bucket(bucket)?.encryption;
    let key = encryption.key.as_ref().map(|key| format!("<KMSMasterKeyID>{}</KMSMasterKeyID>", escape(key)));
    Ok(Done::Document(format!(
        "<ServerSideEncryptionConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Rule>\
         <ApplyServerSideEncryptionByDefault><SSEAlgorithm>{}</SSEAlgorithm>{}</ApplyServerSideEncryptionByDefault>\
         <BucketKeyEnabled>{}</BucketKeyEnabled>\
         <BlockedEncryptionTypes><EncryptionType>{}</EncryptionType></BlockedEncryptionTypes>\
         </Rule></ServerSideEncryptionConfiguration>",
        encryption.algorithm,
        key.unwrap_or_default(),
        encryption.bucket_key,
        encryption.blocked,
    )))
}

pub(super) fn put(_: &Ask, state: &mut State, bucket: &str, request: &Request<Bytes>) -> S3Result<Done> {
    let bucket = state.bucket_mut(bucket)?;
    bucket.encryption = read(request.body(), &bucket.encryption)?;
    Ok(Done::Ok)
}

pub(super) fn delete(_: &Ask, state: &mut State, bucket: &str, _: &Request<Bytes>) -> S3Result<Done> {
    state.bucket_mut(bucket)?.encryption = Encryption::default();
    Ok(Done::NoContent)
}

/// Reads a configuration. What it does not say of blocked types stays as it was.
fn read(body: &[u8], before: &Encryption) -> S3Result<Encryption> {
    let document = parse(body, "ServerSideEncryptionConfiguration")?;
    let rules: Vec<Node<'_, '_>> = document.root_element().children().filter(Node::is_element).collect();
    let [rule] = rules[..] else { return Err(malformed_xml()) };

    let default = children(&rule, "ApplyServerSideEncryptionByDefault").next();
    let algorithm = default.and_then(|default| text(&default, "SSEAlgorithm"));
    let algorithm = match (&default, algorithm) {
        (None, _) => AES256.to_owned(),
        (Some(_), Some(algorithm)) if algorithm == AES256 || KMS.contains(&&*algorithm) => algorithm,
        (Some(_), _) => return Err(malformed_xml()),
    };
    let key = default.and_then(|default| text(&default, "KMSMasterKeyID"));
    if key.is_some() && !KMS.contains(&&*algorithm) {
        return Err(invalid_argument(
            "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
        ));
    }
    let bucket_key = match text(&rule, "BucketKeyEnabled").as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(malformed_xml()),
    };
    let blocked =
        match children(&rule, "BlockedEncryptionTypes").next().map(|types| text(&types, "EncryptionType")) {
            None => before.blocked.clone(),
            Some(Some(kind)) if kind == "SSE-C" || kind == "NONE" => kind,
            Some(_) => return Err(malformed_xml()),
        };
    Ok(Encryption { algorithm, key, bucket_key, blocked })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn configurations_are_read() {
        let check = |rule: &str, expected: Result<(&str, Option<&str>, bool, &str), &str>| {
            let body =
                format!("<ServerSideEncryptionConfiguration>{rule}</ServerSideEncryptionConfiguration>");
            let seen = read(body.as_bytes(), &Encryption::default());
            let seen = seen.as_ref().map_err(|error| error.code().as_str().to_owned());
            let seen =
                seen.map(|e| (e.algorithm.as_str(), e.key.as_deref(), e.bucket_key, e.blocked.as_str()));
            assert_eq!(seen, expected.map_err(str::to_owned), "{rule}");
        };
        let rule = |algorithm: &str, more: &str| {
            format!(
                "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>{algorithm}</SSEAlgorithm>{more}\
                 </ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule>"
            )
        };
        let key = "<KMSMasterKeyID>k</KMSMasterKeyID>";
        check(&rule("AES256", ""), Ok(("AES256", None, true, "SSE-C")));
        check(&rule("aws:kms", key), Ok(("aws:kms", Some("k"), true, "SSE-C")));
        check(&rule("aws:kms:dsse", ""), Ok(("aws:kms:dsse", None, true, "SSE-C")));
        check(&rule("AES256", key), Err("InvalidArgument"));
        check(&rule("rot13", ""), Err("MalformedXML"));
        check(&rule("AES256", "").repeat(2), Err("MalformedXML"));
        check("", Err("MalformedXML"));
        let blocked = |kind: &str| {
            format!(
                "<Rule><BlockedEncryptionTypes><EncryptionType>{kind}</EncryptionType></BlockedEncryptionTypes></Rule>"
            )
        };
        check(&blocked("NONE"), Ok(("AES256", None, false, "NONE")));
        check(&blocked("SSE-KMS"), Err("MalformedXML"));
    }
}
