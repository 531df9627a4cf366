//! AWS Cost Explorer: what was spent, by day or month, grouped and filtered. The figures are fixtures, see
//! [`crate::fixtures::Spend`].

pub(super) mod expression;
