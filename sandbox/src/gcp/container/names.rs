//! Names of places, clusters and node pools.

use serde::{Deserialize, Serialize};

use crate::gcp::project;
use crate::gcp::status::Status;

/// A project's region or zone.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Place {
    /// Its ID or its number, as a caller tells it.
    pub(super) project: String,
    pub(super) location: String,
}

/// A cluster.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct ClusterName {
    pub(super) place: Place,
    pub(super) cluster: String,
}

impl Place {
    pub(super) fn new(project: &str, location: &str) -> Result<Self, Status> {
        if !project::is_project(project) {
            return Err(Status::invalid(format!("Invalid project \"{project}\".")));
        }
        if location != "-" && region(location).is_none() {
            return Err(Status::invalid(format!("Location \"{location}\" does not exist.")));
        }
        Ok(Self { project: project.to_owned(), location: location.to_owned() })
    }

    /// Whether something at another place is among what is asked for here: a project has two names, and `-` is every
    /// location.
    pub(super) fn holds(&self, other: &Self) -> bool {
        project::number(&self.project) == project::number(&other.project)
            && (self.location == "-" || self.location == other.location)
    }

    /// As errors and links tell it: zones have a collection of their own there.
    pub(super) fn path(&self) -> String {
        self.path_of(&self.project)
    }

    /// The same with the project's number, as operations tell it.
    pub(super) fn path_by_number(&self) -> String {
        self.path_of(&project::number(&self.project).to_string())
    }

    fn path_of(&self, project: &str) -> String {
        let collection = if is_zone(&self.location) { "zones" } else { "locations" };
        format!("projects/{project}/{collection}/{}", self.location)
    }

    pub(super) fn region(&self) -> &str {
        region(&self.location).unwrap_or(&self.location)
    }

    /// The zones of the machines of whoever names none.
    pub(super) fn default_zones(&self) -> Vec<String> {
        if is_zone(&self.location) {
            return vec![self.location.clone()];
        }
        // Two regions have no zone `a`, <https://cloud.google.com/compute/docs/regions-zones>.
        let letters = match self.location.as_str() {
            "europe-west1" | "us-east1" => ["b", "c", "d"],
            _ => ["a", "b", "c"],
        };
        letters.map(|letter| format!("{}-{letter}", self.location)).into()
    }
}

impl ClusterName {
    pub(super) fn new(place: Place, cluster: &str) -> Self {
        Self { place, cluster: cluster.to_owned() }
    }

    /// What the cluster is kept under: one cluster has one key, whichever name of its project is told.
    pub(super) fn key(&self) -> String {
        let Place { project, location } = &self.place;
        format!("{}/{location}/{}", project::number(project), self.cluster)
    }

    pub(super) fn path(&self) -> String {
        format!("{}/clusters/{}", self.place.path(), self.cluster)
    }

    pub(super) fn pool_path(&self, pool: &str) -> String {
        format!("{}/nodePools/{pool}", self.path())
    }
}

/// The region that a location is or lies in, `None` where it has the form of neither a region's name nor a zone's.
pub(super) fn region(location: &str) -> Option<&str> {
    let region = match location.rsplit_once('-') {
        Some((region, "a" | "b" | "c" | "d" | "e" | "f")) => region,
        _ => location,
    };
    let (continent, side) = region.split_once('-')?;
    let letters = side.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let lower = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase());
    (lower(continent) && lower(letters) && letters.len() < side.len()).then_some(region)
}

pub(super) fn is_zone(location: &str) -> bool {
    region(location).is_some_and(|region| region != location)
}

/// Up to 40 letters in lower case, digits and hyphens, as <https://cloud.google.com/kubernetes-engine/quotas> and the
/// console say.
pub(super) fn check_pool(name: &str) -> Result<(), Status> {
    let letters = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if name.is_empty() {
        return Err(Status::invalid("Node_pool.name must be specified."));
    }
    let good = name.len() <= 40
        && name.chars().all(letters)
        && name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && !name.ends_with('-');
    if good {
        return Ok(());
    }
    Err(Status::invalid(format!(
        "Invalid value for field \"node_pool.name\": \"{name}\". Must be up to 40 characters, start with a lowercase \
         letter, hold only lowercase letters, digits and hyphens, and not end with a hyphen."
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        for (location, expected) in [
            ("us-central1", Some(("us-central1", false))),
            ("us-central1-a", Some(("us-central1", true))),
            ("northamerica-northeast1", Some(("northamerica-northeast1", false))),
            ("us-central", None),
            ("US-CENTRAL1", None),
            ("us-central1-z", None),
            ("", None),
        ] {
            let seen = region(location).map(|region| (region, is_zone(location)));
            assert_eq!(seen, expected, "{location}");
        }
        let place = Place::new("my-project", "us-east1").unwrap();
        assert_eq!(place.default_zones(), ["us-east1-b", "us-east1-c", "us-east1-d"]);
        assert_eq!(place.path(), "projects/my-project/locations/us-east1");
        let number = project::number("my-project").to_string();
        let all = Place::new(&number, "-").unwrap();
        assert!(all.holds(&place) && !place.holds(&all));
        assert_eq!(place.path_by_number(), format!("projects/{number}/locations/us-east1"));
        assert!(Place::new("x", "us-east1").is_err());
    }

    #[test]
    fn names_of_pools() {
        for (name, good) in [
            ("gpu", true),
            ("a-1", true),
            ("", false),
            ("1a", false),
            ("a-", false),
            ("A", false),
            (&"a".repeat(41), false),
        ] {
            assert_eq!(check_pool(name).is_ok(), good, "{name}");
        }
    }
}
