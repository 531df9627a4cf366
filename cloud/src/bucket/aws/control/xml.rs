//! The few documents of S3 Control's tag calls. API reference, `TagResource` and `ListTagsForResource`.

use std::collections::BTreeMap;

use aws_smithy_xml::decode::{Document, ScopedDecoder, try_data};
use aws_smithy_xml::encode::XmlWriter;

/// The body of `TagResource`.
pub(super) fn tag_resource(tags: &BTreeMap<&String, &String>) -> String {
    let mut body = String::new();
    let mut writer = XmlWriter::new(&mut body);
    let root = writer.start_el("TagResourceRequest");
    let mut root = root.write_ns("http://awss3control.amazonaws.com/doc/2018-08-20/", None).finish();
    let mut list = root.start_el("Tags").finish();
    for (key, value) in tags {
        let mut tag = list.start_el("Tag").finish();
        for (name, text) in [("Key", key), ("Value", value)] {
            let mut element = tag.start_el(name).finish();
            element.data(text);
            element.finish();
        }
        tag.finish();
    }
    list.finish();
    root.finish();
    body
}

/// The tags that `ListTagsForResource` answers; `None` when the text is no such document.
pub(super) fn tags(body: &str) -> Option<BTreeMap<String, String>> {
    let mut document = Document::new(body);
    let mut root =
        document.root_element().ok().filter(|root| root.start_el().matches("ListTagsForResourceResult"))?;
    let mut found = BTreeMap::new();
    while let Some(mut list) = root.next_tag() {
        while let Some(tag) = list.next_tag() {
            let [key, value] = texts(tag, ["Key", "Value"]);
            found.insert(key, value);
        }
    }
    Some(found)
}

/// The texts of some of an element's children.
fn texts<const N: usize>(mut element: ScopedDecoder<'_, '_>, names: [&str; N]) -> [String; N] {
    let mut found = [const { String::new() }; N];
    while let Some(mut child) = element.next_tag() {
        let place = names.iter().position(|name| child.start_el().matches(name));
        if let Some(text) = place.and_then(|place| found.get_mut(place)) {
            *text = try_data(&mut child).map(|data| data.into_owned()).unwrap_or_default();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_written_and_read() {
        let (key, value) = ("a&b".to_owned(), "<c>".to_owned());
        let body = tag_resource(&BTreeMap::from([(&key, &value)]));
        assert_eq!(
            body,
            "<TagResourceRequest xmlns=\"http://awss3control.amazonaws.com/doc/2018-08-20/\"><Tags><Tag>\
             <Key>a&amp;b</Key><Value>&lt;c&gt;</Value></Tag></Tags></TagResourceRequest>"
        );
        let answer = body.replace("TagResourceRequest", "ListTagsForResourceResult");
        assert_eq!(tags(&answer), Some(BTreeMap::from([(key, value)])));
        assert_eq!(tags("<ListTagsForResourceResult/>"), Some(BTreeMap::new()));
        assert_eq!(tags("<Other/>"), None);
        assert_eq!(tags("no xml"), None);
    }
}
