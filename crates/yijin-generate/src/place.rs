//! Real provinces, cities and poor counties, from the shipped lists.

use std::collections::BTreeMap;

const DIVISIONS: &str = include_str!("../../yijin/data/divisions_2020.csv");
const POOR_COUNTIES: &str = include_str!("../../yijin/data/poor_counties_832.csv");

/// A city: a prefecture-level one, or a municipality.
#[derive(Debug, Clone, Copy)]
pub(crate) struct City {
    pub name: &'static str,
    /// The place of its province in [`Places::provinces`].
    pub province: usize,
}

/// A county as it may stand in a cell.
#[derive(Debug, Clone)]
pub(crate) struct County {
    pub code: &'static str,
    /// Its name, with province and prefecture in front where several counties share it.
    pub name: String,
}

/// The places of a campaign.
pub(crate) struct Places {
    pub provinces: Vec<&'static str>,
    pub cities: Vec<City>,
    /// The counties of the list of 832.
    pub poor: Vec<County>,
    /// Counties that were never on it.
    pub other: Vec<County>,
}

/// Cities where more of the campaign happens.
const LARGE: [&str; 24] = [
    "北京市",
    "上海市",
    "广州市",
    "深圳市",
    "成都市",
    "重庆市",
    "武汉市",
    "杭州市",
    "南京市",
    "天津市",
    "长沙市",
    "西安市",
    "郑州市",
    "苏州市",
    "合肥市",
    "济南市",
    "青岛市",
    "福州市",
    "厦门市",
    "南昌市",
    "贵阳市",
    "昆明市",
    "沈阳市",
    "石家庄市",
];

struct Division {
    code: &'static str,
    level: &'static str,
    name: &'static str,
}

impl Places {
    /// Returns the shipped places, cities with much of the campaign first.
    pub fn shipped() -> Self {
        let divisions: Vec<Division> = DIVISIONS.lines().skip(1).filter_map(division).collect();
        let provinces: Vec<&Division> = divisions.iter().filter(|d| d.level == "province" && d.code < "700000").collect();
        let mut cities: Vec<City> = divisions.iter().filter_map(|d| city(d, &provinces)).collect();
        cities.sort_by_key(|city| LARGE.iter().position(|name| *name == city.name).unwrap_or(LARGE.len()));
        let poor = poor_counties(&divisions);
        let other = other_counties(&divisions);
        Self { provinces: provinces.iter().map(|p| p.name).collect(), cities, poor, other }
    }

    /// Returns how many of the first cities are large ones.
    pub const fn large() -> usize {
        LARGE.len()
    }
}

fn division(line: &'static str) -> Option<Division> {
    let mut fields = line.split(',');
    Some(Division { code: fields.next()?, level: fields.next()?, name: fields.next()? })
}

/// Returns the division as a city: a prefecture whose name ends in 市, or a municipality.
fn city(division: &Division, provinces: &[&Division]) -> Option<City> {
    let is_city = division.level == "prefecture" || (division.level == "province" && division.code < "700000");
    let province = provinces.iter().position(|p| p.code[..2] == division.code[..2])?;
    (is_city && division.name.ends_with('市')).then_some(City { name: division.name, province })
}

/// How often names occur: each county's alone, and with its province in front.
struct Shared {
    alone: BTreeMap<&'static str, usize>,
    with_province: BTreeMap<(&'static str, &'static str), usize>,
    prefectures: BTreeMap<&'static str, &'static str>,
}

impl Shared {
    fn of(divisions: &[Division]) -> Self {
        let (mut alone, mut with_province) = (BTreeMap::new(), BTreeMap::new());
        for division in divisions {
            *alone.entry(division.name).or_default() += 1;
            *with_province.entry((&division.code[..2], division.name)).or_default() += 1;
        }
        let prefectures = divisions.iter().filter(|d| d.level == "prefecture").map(|d| (&d.code[..4], d.name)).collect();
        Self { alone, with_province, prefectures }
    }

    /// Returns a county's name, with as much of its province and prefecture in front as tells it from all others.
    fn spelt(&self, name: &'static str, code: &'static str, province: &'static str) -> String {
        let prefecture = self.prefectures.get(&code[..4]).copied().unwrap_or_default();
        if self.alone.get(name) == Some(&1) {
            name.to_owned()
        } else if self.with_province.get(&(&code[..2], name)).is_none_or(|&count| count == 1) {
            format!("{province}{name}")
        } else {
            format!("{province}{prefecture}{name}")
        }
    }
}

fn poor_counties(divisions: &[Division]) -> Vec<County> {
    let shared = Shared::of(divisions);
    let county = |line: &'static str| {
        let mut fields = line.split(',');
        let (code, province, _, name) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        Some(County { code, name: shared.spelt(name, code, province) })
    };
    POOR_COUNTIES.lines().skip(1).filter_map(county).collect()
}

fn other_counties(divisions: &[Division]) -> Vec<County> {
    let shared = Shared::of(divisions);
    let province = |code: &str| divisions.iter().find(|p| p.level == "province" && p.code[..2] == code[..2]).map(|p| p.name);
    let rich = ["11", "31", "32", "33", "37", "44"];
    let chosen = divisions.iter().filter(|d| d.level == "county" && rich.contains(&&d.code[..2]));
    chosen.filter_map(|d| province(d.code).map(|p| County { code: d.code, name: shared.spelt(d.name, d.code, p) })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_832_counties_and_31_provinces_are_there() {
        let places = Places::shipped();
        assert_eq!((places.poor.len(), places.provinces.len()), (832, 31));
        assert_eq!((places.cities[0].name, places.provinces[places.cities[4].province]), ("北京市", "四川省"));
        assert_eq!(places.cities.iter().filter(|city| city.name == "重庆市").count(), 1);
    }

    #[test]
    fn a_county_whose_name_is_shared_has_its_province_in_front() {
        let places = Places::shipped();
        assert!(places.other.iter().any(|county| county.name == "北京市朝阳区"));
        assert!(places.other.iter().any(|county| county.name == "海淀区"));
    }

    #[test]
    fn a_county_whose_name_is_shared_within_its_province_has_its_prefecture_too() {
        let places = Places::shipped();
        let named = |code: &str| places.other.iter().find(|county| county.code == code).map(|county| county.name.as_str());
        assert_eq!((named("320106"), named("320302")), (Some("江苏省南京市鼓楼区"), Some("江苏省徐州市鼓楼区")));
    }

    #[test]
    fn no_two_counties_are_spelt_alike() {
        let Places { poor, other, .. } = Places::shipped();
        let mut codes = BTreeMap::new();
        for county in poor.iter().chain(&other) {
            assert_eq!(*codes.entry(&county.name).or_insert(county.code), county.code, "{}", county.name);
        }
    }
}
