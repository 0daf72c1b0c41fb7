//! Property-management enterprises and local associations, by their invented names.

use crate::chance::{Chance, Part};
use crate::place::{County, Places};

/// How many local associations there are.
pub(crate) const ASSOCIATIONS: u32 = 31;

/// One enterprise.
pub(crate) struct Enterprise {
    pub id: String,
    pub city: &'static str,
    pub paired_county: String,
    /// Ticked ways of taking part.
    pub ways: String,
}

const FIRST: [&str; 10] = ["安", "和", "诚", "泰", "福", "润", "嘉", "佳", "恒", "瑞"];
const SECOND: [&str; 10] = ["居", "家", "庭", "宁", "康", "园", "城", "邻", "舍", "里"];
const WAYS: [&str; 6] = ["公益宣传", "平台参与", "社区活动参与", "团购参与", "县域活动参与", "市集活动"];

/// Returns all enterprises.
pub(crate) fn all(seed: u64, count: u32, places: &Places) -> Vec<Enterprise> {
    (0..count).map(|number| one(seed, number, places)).collect()
}

/// Returns the name of an enterprise, which is its identifier; past the last enterprise, one that has not pledged.
pub(crate) fn name(number: u32) -> String {
    let (first, second) = (number as usize % FIRST.len(), number as usize / FIRST.len() % SECOND.len());
    format!("{}{}物业{number:03}公司", FIRST[first], SECOND[second])
}

fn one(seed: u64, number: u32, places: &Places) -> Enterprise {
    let mut chance = Chance::of(seed, Part::Enterprises, u64::from(number), 0);
    let County { name: paired, .. } = chance.pick(&places.poor);
    let ticked = WAYS.iter().enumerate().filter(|(way, _)| chance.happens(if *way < 3 { 0.9 } else { 0.4 }));
    Enterprise {
        id: name(number),
        ways: ticked.map(|(_, way)| *way).collect::<Vec<_>>().join("、"),
        city: chance.pick(&places.cities).name,
        paired_county: paired.clone(),
    }
}

/// Returns the name of an association, which is its identifier.
pub(crate) fn association(number: u32, places: &Places) -> String {
    format!("{}物业管理协会", places.provinces.get(number as usize).copied().unwrap_or("某市"))
}
