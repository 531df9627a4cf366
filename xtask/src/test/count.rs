//! How many tests ran, read from what the runners print.

use std::fmt;

/// Tests by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// They held.
    pub(crate) passed: u64,
    /// They did not.
    pub(crate) failed: u64,
    /// They were not run.
    pub(crate) skipped: u64,
}

impl Count {
    /// The counts in the output of cargo test, opa test or an oracle's suite; one test where the output has none.
    /// A program that failed has failed in one test at least.
    pub(crate) fn of(output: &str, success: bool) -> Self {
        let told: Vec<Self> = output.lines().filter_map(Self::of_line).collect();
        let mut count = Self::default();
        told.iter().for_each(|line| count.add(*line));
        if told.is_empty() && success {
            count.passed = 1;
        }
        if !success && count.failed == 0 {
            count.failed = 1;
        }
        count
    }

    fn of_line(line: &str) -> Option<Self> {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("test result: ") {
            let counts = rest.split_once(". ")?.1;
            let number =
                |what| counts.split("; ").find_map(|part| part.strip_suffix(what)?.trim().parse().ok());
            return Some(Self {
                passed: number("passed")?,
                failed: number("failed")?,
                skipped: number("ignored")?,
            });
        }
        if let Some((passed, all)) = line.strip_prefix("PASS: ").and_then(|counts| counts.split_once('/')) {
            let (passed, all): (u64, u64) = (passed.parse().ok()?, all.parse().ok()?);
            return Some(Self { passed, failed: all.checked_sub(passed)?, skipped: 0 });
        }
        let mut parts = line.split(", ");
        let passed = parts.next()?.strip_suffix(" passed")?.parse().ok()?;
        let failed = parts.next()?.strip_suffix(" failed")?.parse().ok()?;
        let skipped = parts.next().and_then(|part| part.strip_suffix(" skipped")?.parse().ok()).unwrap_or(0);
        Some(Self { passed, failed, skipped })
    }

    /// Adds what another step counted.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(f, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    fn check(output: &str, success: bool, expected: (u64, u64, u64)) {
        let (passed, failed, skipped) = expected;
        assert_eq!(Count::of(output, success), Count { passed, failed, skipped }, "{output}");
    }

    #[test]
    fn counts_are_read_from_each_runner() {
        let cargo =
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        check(&format!("running 5 tests\n{cargo}\n\n{cargo}\n"), true, (10, 0, 2));
        check("test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured\n", false, (5, 2, 0));
        check("PASS: 12/14\nFAIL: 2/14\n", false, (12, 2, 0));
        check("ok CreateBucket\n31 passed, 0 failed\n", true, (31, 0, 0));
        check("31 passed, 1 failed, 2 skipped\n", false, (31, 1, 2));
    }

    #[test]
    fn a_program_that_counts_nothing_is_one_test() {
        check("", true, (1, 0, 0));
        check("error: could not compile\n", false, (0, 1, 0));
    }

    #[test]
    fn a_failure_is_never_counted_as_none() {
        check("4 passed, 0 failed\n", false, (4, 1, 0));
    }
}
