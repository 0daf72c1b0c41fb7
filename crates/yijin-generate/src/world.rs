//! Everything that stands still while the ledger is written: places, communities, products, suppliers.

use crate::chance::fixed_unit;
use crate::community::{self, Community};
use crate::enterprise::{self, Enterprise};
use crate::place::Places;
use crate::plan::{Plan, Scale};
use crate::product::{self, Product};
use crate::supplier::{self, Supplier};

/// The campaign's standing parts.
pub(crate) struct World {
    pub plan: Plan,
    pub scale: Scale,
    pub places: Places,
    pub communities: Vec<Community>,
    pub enterprises: Vec<Enterprise>,
    pub products: Vec<Product>,
    pub suppliers: Vec<Supplier>,
}

impl World {
    /// Returns the standing parts of a plan's campaign.
    pub fn new(plan: &Plan) -> Self {
        let (seed, scale, places) = (plan.seed, plan.scale(), Places::shipped());
        Self {
            plan: *plan,
            scale,
            communities: community::all(seed, &scale, &places),
            enterprises: enterprise::all(seed, scale.enterprises, &places),
            products: product::all(seed, &scale, &places),
            suppliers: supplier::all(seed, &scale, &places),
            places,
        }
    }

    /// Returns where a household lives; 1.5 % of them have a second home.
    pub fn homes(&self, household: u32) -> (u32, Option<u32>) {
        let count = self.scale.communities;
        let draw = |salt| {
            let unit = fixed_unit(self.plan.seed, u64::from(household), salt);
            ((unit * unit * f64::from(count)) as u32).min(count - 1)
        };
        let (first, second) = (draw(1), draw(2));
        let has_two = fixed_unit(self.plan.seed, u64::from(household), 3) < 0.015;
        (first, (has_two && second != first).then_some(second))
    }
}
