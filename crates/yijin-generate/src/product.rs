//! Products, their suppliers and prices.

use crate::calendar::{Day, START};
use crate::chance::{Chance, Part};
use crate::place::Places;
use crate::plan::Scale;

/// One product.
pub(crate) struct Product {
    pub id: String,
    pub name: String,
    pub custom: bool,
    pub custom_since: Option<Day>,
    pub enterprise: Option<u32>,
    pub supplier: u32,
    pub category: &'static str,
    pub brand: &'static str,
    /// The place of its unit in [`crate::word::UNITS`].
    pub unit: usize,
    pub unit_weight_g: Option<i64>,
    pub specification: Option<String>,
    pub origin: Option<String>,
    /// The price of a unit, in fen.
    pub price: i64,
}

const GOODS: [(&str, &str); 14] = [
    ("大米", "粮油"),
    ("小米", "粮油"),
    ("菜籽油", "粮油"),
    ("苹果", "水果"),
    ("脐橙", "水果"),
    ("猕猴桃", "水果"),
    ("土鸡蛋", "禽蛋"),
    ("腊肉", "肉类"),
    ("木耳", "干货"),
    ("香菇", "干货"),
    ("红枣", "干货"),
    ("蜂蜜", "副食"),
    ("绿茶", "茶叶"),
    ("土豆", "蔬菜"),
];
const BRANDS: [&str; 9] = ["山里人家", "一斤好物", "高原红", "清水湾", "云上田", "十八盘", "老乡亲", "暖阳坡", "溪谷"];

/// Returns the product's identifier; past the last product, one that no catalogue holds.
pub(crate) fn id(number: u32) -> String {
    format!("P{:05}", number + 1)
}

/// Returns all products.
pub(crate) fn all(seed: u64, scale: &Scale, places: &Places) -> Vec<Product> {
    (0..scale.products).map(|number| one(seed, number, scale, places)).collect()
}

fn one(seed: u64, number: u32, scale: &Scale, places: &Places) -> Product {
    let mut chance = Chance::of(seed, Part::Products, u64::from(number), 0);
    let (good, category) = *chance.pick(&GOODS);
    let brand = *chance.pick(&BRANDS);
    let custom = chance.happens(0.25);
    let unit = chance.weighted(&[30, 14, 18, 18, 10, 6, 4]);
    let mut product = Product {
        id: id(number),
        name: format!("{brand}{good}{:03}号", number % 1000),
        custom,
        custom_since: if custom { since(&mut chance) } else { None },
        enterprise: (custom && chance.happens(0.7)).then(|| chance.skewed(scale.enterprises)),
        supplier: chance.below(u64::from(scale.suppliers)) as u32,
        category,
        brand,
        unit,
        unit_weight_g: None,
        specification: None,
        origin: chance.happens(0.9).then(|| place(&mut chance, places)),
        price: chance.between(3, 60) * 100 + *chance.pick(&[0, 50, 80, 90, 99]),
    };
    weigh(&mut product, &mut chance);
    product
}

/// Gives a product that is sold by the piece its weight, in a column or in words; some have none.
fn weigh(product: &mut Product, chance: &mut Chance) {
    if product.unit < 2 {
        return;
    }
    let jin = chance.between(1, 20);
    match chance.weighted(&[60, 20, 20]) {
        0 => product.unit_weight_g = Some(jin * 500),
        1 => product.specification = Some(format!("{jin}斤/{}", crate::word::UNITS[product.unit][1])),
        _ => {}
    }
    product.price *= jin;
}

fn since(chance: &mut Chance) -> Option<Day> {
    match chance.weighted(&[40, 20, 40]) {
        0 => None,
        1 => Some(START.plus(-chance.between(1, 400))),
        _ => Some(START.plus(chance.between(1, 500))),
    }
}

fn place(chance: &mut Chance, places: &Places) -> String {
    let list = if chance.happens(0.9) { &places.poor } else { &places.other };
    let county = chance.pick(list);
    if chance.happens(0.5) { county.code.to_owned() } else { county.name.clone() }
}
