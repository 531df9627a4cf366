use std::fmt;
use std::str::FromStr;

use crate::Cloud;

/// What names a budget: `aws/ACCOUNT/NAME` or `gcp/BILLING_ACCOUNT/ID`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BudgetKey {
    /// A budget of AWS Budgets.
    Aws {
        /// The account's number.
        account: String,
        /// The budget's name, which may hold any character but `:` and `\\`.
        name: String,
    },
    /// A Cloud Billing budget.
    Gcp {
        /// `XXXXXX-XXXXXX-XXXXXX`.
        billing_account: String,
        /// The id that the service made.
        id: String,
    },
}

impl BudgetKey {
    /// The cloud that the budget is on.
    pub fn cloud(&self) -> Cloud {
        match self {
            BudgetKey::Aws { .. } => Cloud::Aws,
            BudgetKey::Gcp { .. } => Cloud::Gcp,
        }
    }
}

impl fmt::Display for BudgetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BudgetKey::Aws { account, name } => write!(f, "aws/{account}/{name}"),
            BudgetKey::Gcp { billing_account, id } => write!(f, "gcp/{billing_account}/{id}"),
        }
    }
}

impl FromStr for BudgetKey {
    type Err = String;

    /// # Errors
    /// What was expected, for a person to read.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, '/');
        let (cloud, scope, rest) = (parts.next(), parts.next(), parts.next());
        match (cloud, scope, rest) {
            (_, Some(""), _) | (_, _, Some("")) => {}
            (Some("aws"), Some(account), Some(name)) => {
                return Ok(BudgetKey::Aws { account: account.into(), name: name.into() });
            }
            (Some("gcp"), Some(account), Some(id)) if !id.contains('/') => {
                return Ok(BudgetKey::Gcp { billing_account: account.into(), id: id.into() });
            }
            _ => {}
        }
        Err(format!("{text:?} names no budget: aws/ACCOUNT/NAME or gcp/BILLING_ACCOUNT/ID is expected"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for text in ["aws/123456789012/team a/gpu", "gcp/000000-AAAAAA-BBBBBB/1f2e"] {
            assert_eq!(text.parse::<BudgetKey>().map(|key| key.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "team", "aws/123456789012", "aws//team", "gcp/a/b/c", "azure/a/b"] {
            assert!(text.parse::<BudgetKey>().is_err(), "{text}");
        }
    }
}
