//! The attributes of our resources on AWS as others understand them: the real terraform and our provider create, plan
//! again, change, import and destroy on moto and on ministack. What these answer otherwise than AWS is a row of a
//! table, which is held to being so: when a fake has closed a gap, the row fails, and what it kept from being played
//! belongs to the story of that fake.

#[expect(
    dead_code,
    reason = "the tables and their player are shared with bucket_attributes, which asks for more"
)]
mod bucket;
#[expect(dead_code, reason = "the tables and their player are shared with budget, which asks for more")]
#[path = "budget/mod.rs"]
mod budget;
#[expect(dead_code, reason = "the tables and their player are shared with gpu_pool, which asks for more")]
#[path = "gpu_pool/mod.rs"]
mod gpu_pool;

#[path = "oracle_moto/bucket_gaps.rs"]
mod bucket_gaps;
#[path = "oracle_moto/buckets.rs"]
mod buckets;
#[path = "oracle_moto/budget_gaps.rs"]
mod budget_gaps;
#[path = "oracle_moto/budgets.rs"]
mod budgets;
#[path = "oracle_moto/gap.rs"]
mod gap;
#[path = "oracle_moto/mended.rs"]
mod mended;
#[path = "oracle_moto/pool_gaps.rs"]
mod pool_gaps;
#[path = "oracle_moto/pools.rs"]
mod pools;

use acceptance::moto::Kind::{Ministack, Moto};

#[test]
fn buckets_on_moto() {
    buckets::play(Moto);
}

#[test]
fn buckets_that_moto_lacks_on_ministack() {
    buckets::play(Ministack);
}

#[test]
fn the_gaps_in_buckets_are_still_there() {
    buckets::check_gaps();
}

#[test]
fn pools_on_moto() {
    pools::play();
}

#[test]
fn the_gaps_in_pools_are_still_there() {
    pools::check_gaps();
}

#[test]
fn budgets_on_ministack() {
    budgets::play(Ministack);
}

#[test]
fn budgets_on_moto() {
    budgets::play(Moto);
}

#[test]
fn the_gaps_in_budgets_are_still_there() {
    budgets::check_gaps();
}

#[test]
fn what_is_mended_is_still_missing() {
    mended::check();
}
