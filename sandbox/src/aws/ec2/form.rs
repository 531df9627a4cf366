//! The parameters of a call: a flat list of names such as `LaunchTemplateData.Monitoring.Enabled`, and what they spell.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use http::Request;

use super::error::Error;
use crate::aws::sign;

/// The parameters of a call, and which of them were read.
pub(super) struct Form {
    all: BTreeMap<String, String>,
    read: RefCell<BTreeSet<String>>,
}

impl Form {
    pub(super) fn of(request: &Request<Bytes>) -> Self {
        Self::new(sign::form(request))
    }

    fn new(all: Vec<(String, String)>) -> Self {
        // Those that sign a request are no part of the call.
        let all = all.into_iter().filter(|(name, _)| !name.starts_with("X-Amz-"));
        Self { all: all.collect(), read: RefCell::default() }
    }

    /// The call of a text such as `Action=Do&Tag.1.Key=a`.
    #[cfg(test)]
    pub(super) fn spelt(text: &str) -> Self {
        Self::new(sign::parameters(text))
    }

    /// A parameter that this does not count as read.
    pub(super) fn peek(&self, name: &str) -> Option<&str> {
        self.all.get(name).map(String::as_str)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = self.all.get(name)?;
        self.read.borrow_mut().insert(name.to_owned());
        Some(value)
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, Error> {
        self.get(name).filter(|value| !value.is_empty()).ok_or_else(|| Error::missing(name))
    }

    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, Error> {
        match self.get(name) {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(other) => Err(Error::value(other, name)),
        }
    }

    pub(super) fn whole(&self, name: &str) -> Result<Option<i64>, Error> {
        self.get(name).map(|text| text.parse().map_err(|_| Error::value(text, name))).transpose()
    }

    /// Whether there is a parameter whose name goes on from a prefix.
    pub(super) fn goes_on(&self, prefix: &str) -> bool {
        let prefix = format!("{prefix}.");
        self.all.range(prefix.clone()..).next().is_some_and(|(name, _)| name.starts_with(&prefix))
    }

    /// The items of a list by the names that their parameters begin with: `Tag.1`, `Tag.2`.
    pub(super) fn items(&self, list: &str) -> Vec<String> {
        let numbered = (1..).map(|n| format!("{list}.{n}"));
        numbered.take_while(|item| self.all.contains_key(item) || self.goes_on(item)).collect()
    }

    /// The items of a list of texts.
    pub(super) fn texts(&self, list: &str) -> Vec<String> {
        self.items(list).iter().filter_map(|item| self.get(item)).map(str::to_owned).collect()
    }

    /// Refuses what no operation reads, as the service does.
    pub(super) fn check_read(&self) -> Result<(), Error> {
        let read = self.read.borrow();
        match self.all.keys().find(|name| !read.contains(*name)) {
            Some(name) => {
                Err(Error::new("UnknownParameter", format!("The parameter {name} is not recognized")))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_spell_structures() {
        let form = Form::spelt;
        let call = form("Tag.1.Key=a&Tag.2.Key=b&Tag.4.Key=c&Id.1=x&Id.2=y&DryRun=true&Size=3&X-Amz-Date=1");
        assert_eq!(call.items("Tag"), ["Tag.1", "Tag.2"]);
        assert_eq!(call.texts("Id"), ["x", "y"]);
        assert_eq!(call.flag("DryRun"), Ok(Some(true)));
        assert_eq!(call.whole("Size"), Ok(Some(3)));
        assert!(call.goes_on("Tag") && !call.goes_on("Ta") && !call.goes_on("Id.1"));
        assert_eq!(call.required("Name"), Err(Error::missing("Name")));
        assert_eq!(form("DryRun=maybe").flag("DryRun"), Err(Error::value("maybe", "DryRun")));
        assert_eq!(form("Size=big").whole("Size"), Err(Error::value("big", "Size")));
    }

    #[test]
    fn what_nobody_reads_is_refused() {
        let form = Form::spelt("Action=Do&Tag.1.Kee=a");
        form.get("Action");
        let error = form.check_read().unwrap_err();
        assert_eq!(error.message, "The parameter Tag.1.Kee is not recognized");
    }
}
