use std::fmt;

/// Where in a value something is: `lifecycle_rules[0].suffix`, `labels["team"]`.
///
/// An element of a set has no address in Terraform; a path that leads there ends at the set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(Vec<Step>);

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// An attribute of an object.
    Attribute(String),
    /// An element of a list.
    Index(i64),
    /// An element of a map.
    Key(String),
}

impl Path {
    /// The whole value.
    pub fn root() -> Self {
        Path::default()
    }

    /// This path, then an attribute.
    #[must_use]
    pub fn attribute(&self, name: impl Into<String>) -> Self {
        self.then(Step::Attribute(name.into()))
    }

    /// This path, then an element of a list, counted from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.then(Step::Index(i64::try_from(index).unwrap_or(i64::MAX)))
    }

    /// This path, then an element of a map.
    #[must_use]
    pub fn key(&self, key: impl Into<String>) -> Self {
        self.then(Step::Key(key.into()))
    }

    /// The steps, outermost first.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Reads a path as it is written in configuration: `lifecycle_rules[0].suffix`, `labels["a.b"]`.
    /// What is not of that form is taken as one attribute's name.
    pub fn parse(text: &str) -> Self {
        parse(text).unwrap_or_else(|| Path::root().attribute(text))
    }

    /// This path, seen from one step further out.
    pub(crate) fn within(mut self, outer: Step) -> Self {
        self.0.insert(0, outer);
        self
    }

    fn then(&self, step: Step) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Path(steps)
    }
}

fn parse(text: &str) -> Option<Path> {
    let mut path = Path::root();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix("[\"") {
            let (key, after) = quoted.split_once("\"]")?;
            path = path.key(key);
            rest = after;
        } else if let Some(index) = rest.strip_prefix('[') {
            let (index, after) = index.split_once(']')?;
            path = path.index(index.parse().ok()?);
            rest = after;
        } else {
            let name = rest.strip_prefix('.').unwrap_or(rest);
            let end = name.find(['.', '[']).unwrap_or(name.len());
            if end == 0 {
                return None;
            }
            path = path.attribute(&name[..end]);
            rest = &name[end..];
        }
    }
    Some(path)
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Attribute(name) if position == 0 => f.write_str(name)?,
                Step::Attribute(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, "[{key:?}]")?,
            }
        }
        Ok(())
    }
}

impl From<&str> for Path {
    /// As [`Path::parse`].
    fn from(text: &str) -> Self {
        Path::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_it_parses() {
        for text in
            ["name", "lifecycle_rules[0].suffix", "labels[\"a.b\"]", "aws.replication.rules[12].id", ""]
        {
            assert_eq!(Path::parse(text).to_string(), text);
        }
    }

    #[test]
    fn takes_anything_else_as_a_name() {
        for text in ["a..b", "a[x]", "a[", "labels[\"x"] {
            assert_eq!(Path::parse(text), Path::root().attribute(text));
        }
    }
}
