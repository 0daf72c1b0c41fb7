//! Communities (参战项目): where households live and buy.

use crate::calendar::{Day, END, START};
use crate::chance::{Chance, Part};
use crate::place::Places;
use crate::plan::Scale;
use crate::{enterprise, person};

/// One community.
pub(crate) struct Community {
    pub id: String,
    pub city: &'static str,
    /// The place of its province in [`Places::provinces`].
    pub province: usize,
    pub enterprise: u32,
    pub name: String,
    pub property_type: &'static str,
    pub households: i64,
    pub contact: String,
    pub phone: String,
    pub joined: Option<Day>,
    pub pilot: bool,
    pub association: u32,
    /// Whether the project list holds it; the ledger names a few that it does not.
    pub registered: bool,
}

const TYPES: [&str; 4] = ["住宅", "商住", "公寓", "写字楼"];
const FIRST: [&str; 16] =
    ["幸福", "阳光", "锦绣", "金色", "翠湖", "东方", "盛世", "康乐", "丽景", "碧水", "云山", "星河", "春晓", "和谐", "书香", "御景"];
const SECOND: [&str; 12] = ["家园", "花园", "苑", "小区", "新城", "公馆", "名邸", "华庭", "里", "湾", "城", "府"];

/// Returns all communities; those the project list does not hold come last.
pub(crate) fn all(seed: u64, scale: &Scale, places: &Places) -> Vec<Community> {
    let listed = scale.communities - (scale.communities / 200).max(1);
    (0..scale.communities).map(|number| one(seed, number, number < listed, scale, places)).collect()
}

fn one(seed: u64, number: u32, registered: bool, scale: &Scale, places: &Places) -> Community {
    let mut chance = Chance::of(seed, Part::Communities, u64::from(number), 0);
    let large = chance.happens(0.6);
    let city = if large { chance.pick(&places.cities[..Places::large()]) } else { chance.pick(&places.cities) };
    let joined = joined_on(&mut chance);
    Community {
        id: format!("SQ{:06}", number + 1),
        city: city.name,
        province: city.province,
        enterprise: chance.skewed(scale.enterprises),
        name: format!("{}{}{}期", chance.pick(&FIRST), chance.pick(&SECOND), number % 7 + 1),
        property_type: TYPES[chance.weighted(&[85, 8, 5, 2])],
        households: chance.between(180, 1_850),
        contact: person::name(number),
        phone: person::phone(90_000_000 + number),
        joined,
        pilot: joined == Some(START) && chance.happens(0.3),
        association: (city.province as u32) % enterprise::ASSOCIATIONS,
        registered,
    }
}

/// Returns when a community joined: mostly at the start, often later, seldom after the end, sometimes unsaid.
fn joined_on(chance: &mut Chance) -> Option<Day> {
    match chance.weighted(&[35, 45, 15, 3, 2]) {
        0 => Some(START),
        1 => Some(START.plus(chance.between(1, 200))),
        2 => Some(START.plus(chance.between(201, 510))),
        3 => None,
        _ => Some(END.plus(chance.between(1, 31))),
    }
}
