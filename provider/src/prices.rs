//! The operator's price table.
//!
//! Prices decide what a rule refuses, so that whoever sets the rules sets them: `PALISADE_PRICES` names the table, else
//! `prices.csv` or `prices.json` in the folder that `PALISADE_POLICY` names. Only where neither variable is set does the
//! configuration name one.

use std::env;
use std::path::{Path, PathBuf};

use cloud::gpu_pool::PriceTable;
use policies::OPERATOR_VARIABLE;
use tfplug::{Diagnostic, Value};

/// Names the operator's price table.
const VARIABLE: &str = "PALISADE_PRICES";

/// A price table, and a warning where the configuration names one that does not count.
pub(crate) struct Prices {
    pub(crate) table: Option<PriceTable>,
    pub(crate) warning: Option<Diagnostic>,
}

/// Reads the table that counts, if there is one.
pub(crate) fn load(configured: &Value<String>) -> Result<Prices, Diagnostic> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let (path, by_operator) = match (set(VARIABLE), set(OPERATOR_VARIABLE)) {
        (Some(path), _) => (Some(path), true),
        (None, Some(folder)) => (in_folder(&folder), true),
        (None, None) => (configured.known().map(PathBuf::from), false),
    };
    let warning = (by_operator && !configured.is_null()).then(|| {
        Diagnostic::warning("prices: the configuration's price table is not used")
            .detail(format!("{VARIABLE} or {OPERATOR_VARIABLE} is set: prices are the operator's to give."))
            .at("prices")
    });
    let table = path.map(|path| read(&path)).transpose()?;
    Ok(Prices { table, warning })
}

fn in_folder(folder: &Path) -> Option<PathBuf> {
    ["prices.csv", "prices.json"].into_iter().map(|name| folder.join(name)).find(|path| path.exists())
}

fn read(path: &Path) -> Result<PriceTable, Diagnostic> {
    let unusable = |error: String| {
        Diagnostic::error(format!("the price table {} cannot be used: {error}", path.display()))
            .detail("Nothing is planned by prices that cannot be read. Mend the table, or tell its owner.")
    };
    let text = std::fs::read_to_string(path).map_err(|error| unusable(error.to_string()))?;
    PriceTable::read(&text).map_err(|error| unusable(error.to_string()))
}
