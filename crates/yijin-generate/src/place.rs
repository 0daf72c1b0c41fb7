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
    /// Its name, with the province in front where several counties share it.
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

fn name_counts(divisions: &[Division]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    divisions.iter().for_each(|division| *counts.entry(division.name).or_default() += 1);
    counts
}

fn spelt(name: &'static str, province: &'static str, counts: &BTreeMap<&'static str, usize>) -> String {
    if counts.get(name) == Some(&1) { name.to_owned() } else { format!("{province}{name}") }
}

fn poor_counties(divisions: &[Division]) -> Vec<County> {
    let counts = name_counts(divisions);
    let county = |line: &'static str| {
        let mut fields = line.split(',');
        let (code, province, _, name) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        Some(County { code, name: spelt(name, province, &counts) })
    };
    POOR_COUNTIES.lines().skip(1).filter_map(county).collect()
}

fn other_counties(divisions: &[Division]) -> Vec<County> {
    let counts = name_counts(divisions);
    let province = |code: &str| divisions.iter().find(|p| p.level == "province" && p.code[..2] == code[..2]).map(|p| p.name);
    let rich = ["11", "31", "32", "33", "37", "44"];
    let chosen = divisions.iter().filter(|d| d.level == "county" && rich.contains(&&d.code[..2]));
    chosen.filter_map(|d| province(d.code).map(|p| County { code: d.code, name: spelt(d.name, p, &counts) })).collect()
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
}
