//! Places: the divisions of 2018–2020 with their changes since 2012, and the list of 832 poor counties.
//!
//! Every place is the place at the end of 2020. A retired code or name leads to the county that kept the name, else to the
//! first of its parts. The two administrative committees on the list of 832 that no list of divisions holds are counties of their own.

mod gazetteer;
mod names;

use crate::clean::{Flaw, text};
use gazetteer::{Code, Gazetteer, Known, Lists};
use names::short_region;
use std::sync::LazyLock;

/// Provinces that are one city.
const CITY_PROVINCES: [Code; 6] = [110_000, 120_000, 310_000, 500_000, 810_000, 820_000];

/// Words that stand between a prefecture and its counties in full addresses and say nothing.
const GROUPS: [&str; 4] = ["市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖"];

/// A county at the end of 2020; its names and codes are asked of [`Places`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct County(u16);

/// The city of a community: a prefecture, a municipality, or a county directly under its province.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct City<'p> {
    /// The full name of its province.
    pub province: &'p str,
    /// Its own full name.
    pub city: &'p str,
}

/// A name that a province or prefecture goes by.
struct Region {
    name: String,
    code: Code,
    /// Whether it is the name in full.
    full: bool,
}

/// A way to read a text: what stands before the county's name, and that name.
struct Reading<'t> {
    province: Option<Code>,
    prefecture: Option<Code>,
    rest: &'t str,
}

/// All places.
pub struct Places {
    gazetteer: Gazetteer,
    provinces: Vec<Region>,
    prefectures: Vec<Region>,
}

impl Places {
    /// Returns the places of the shipped lists.
    ///
    /// # Panics
    /// Never: the shipped lists are tested.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Places> = LazyLock::new(|| {
            let lists = Lists {
                divisions: [
                    include_str!("../../data/divisions_2020.csv"),
                    include_str!("../../data/divisions_2019.csv"),
                    include_str!("../../data/divisions_2018.csv"),
                ],
                changes: include_str!("../../data/division_changes_2012_2021.csv"),
                poor: include_str!("../../data/poor_counties_832.csv"),
            };
            #[allow(clippy::expect_used, reason = "shipped data, checked by a test")]
            Places::new(Gazetteer::new(&lists).expect("the shipped lists of places are whole"))
        });
        &SHIPPED
    }

    fn new(gazetteer: Gazetteer) -> Self {
        let mut provinces: Vec<Region> = gazetteer.provinces.iter().flat_map(|(&code, name)| regions(code, name)).collect();
        provinces.sort_by_key(|region| region.code);
        let named = gazetteer.prefectures.iter().flat_map(|(&code, names)| names.iter().map(move |name| (code, name)));
        let mut prefectures: Vec<Region> = named.flat_map(|(code, name)| regions(code, name)).collect();
        prefectures.sort_by_key(|region| region.code);
        Self { gazetteer, provinces, prefectures }
    }

    /// Returns the county of a six-digit code of any year from 2012 to 2020, or of a name: its own, a former or a short one (布拖),
    /// with or without its province and prefecture before it. `None` where the text is missing.
    ///
    /// # Errors
    /// [`Flaw::AmbiguousCounty`] for a name that several counties share, or a short one that may mean a prefecture as well;
    /// [`Flaw::Unknown`] for a text that names no county, and a province or prefecture alone.
    pub fn county(&self, text: &str) -> Result<Option<County>, Flaw> {
        if text::missing(text) {
            return Ok(None);
        }
        let joined = join(text);
        if let Some(code) = code(&joined) {
            return self.gazetteer.codes.get(&code).map(|&place| Some(county(place))).ok_or(Flaw::Unknown);
        }
        let mut found: Vec<(u8, Option<usize>)> = self.readings(&joined).iter().flat_map(|reading| self.meant(reading)).collect();
        found.sort_unstable();
        found.dedup();
        let best = found.first().map(|&(rank, _)| rank);
        match *found.iter().filter(|(rank, _)| Some(*rank) == best).collect::<Vec<_>>() {
            [] => Err(Flaw::Unknown),
            [&(_, Some(place))] => Ok(Some(county(place))),
            _ => Err(Flaw::AmbiguousCounty),
        }
    }

    /// Returns the ways to read a text: with or without a province and a prefecture before the rest.
    fn readings<'t>(&self, text: &'t str) -> Vec<Reading<'t>> {
        let mut readings = Vec::new();
        for (province, rest) in beginnings(&self.provinces, text) {
            readings.push(Reading { province, prefecture: None, rest });
            let repeated = province.filter(|code| CITY_PROVINCES.contains(code));
            let own = self.provinces.iter().filter(|region| Some(region.code) == repeated);
            readings.extend(own.filter_map(|region| Some(Reading { province, prefecture: None, rest: rest.strip_prefix(&*region.name)? })));
            for (prefecture, rest) in beginnings(&self.prefectures, rest) {
                let inside = prefecture.is_some_and(|code| province.is_none_or(|province| code / 10_000 == province / 10_000));
                if inside {
                    readings.push(Reading { province, prefecture, rest });
                }
            }
        }
        for reading in &mut readings {
            reading.rest = GROUPS.iter().find_map(|group| reading.rest.strip_prefix(group)).unwrap_or(reading.rest);
        }
        readings
    }

    /// Returns the counties that a reading may mean, each with its rank; `None` for a prefecture of the same short name.
    fn meant(&self, reading: &Reading<'_>) -> Vec<(u8, Option<usize>)> {
        let fits = |known: &&Known| {
            let place = &self.gazetteer.places[known.place];
            let inside = reading.prefecture.is_none_or(|code| known.prefecture == Some(code) || place.prefecture == Some(code));
            inside && reading.province.is_none_or(|code| place.province == code)
        };
        let known = self.gazetteer.known.get(reading.rest).into_iter().flatten();
        let mut meant: Vec<_> = known.filter(fits).map(|known| (known.rank, Some(known.place))).collect();
        if reading.prefecture.is_none() && self.is_region(reading) {
            meant.extend(
                [(2, None), (3, None)].into_iter().filter(|(rank, _)| meant.iter().any(|(other, _)| other == rank)).collect::<Vec<_>>(),
            );
        }
        meant
    }

    /// Returns whether the rest of a reading is also the name of a prefecture or, standing alone, of a province.
    fn is_region(&self, reading: &Reading<'_>) -> bool {
        let inside = |region: &&Region| reading.province.is_none_or(|province| region.code / 10_000 == province / 10_000);
        let prefectures = self.prefectures.iter().filter(|region| !self.gazetteer.codes.contains_key(&region.code));
        let alone = self.provinces.iter().filter(|_| reading.province.is_none());
        prefectures.filter(inside).chain(alone).any(|region| region.name == reading.rest)
    }

    /// Returns a county's code at the end of 2020.
    #[must_use]
    pub fn code(&self, county: County) -> &str {
        &self.gazetteer.places[usize::from(county.0)].code
    }

    /// Returns a county's name with its province and prefecture before it: 四川省凉山彝族自治州布拖县, 重庆市城口县.
    #[must_use]
    pub fn full_name(&self, county: County) -> String {
        let place = &self.gazetteer.places[usize::from(county.0)];
        let prefecture = place.prefecture.and_then(|code| self.prefecture_name(code)).unwrap_or_default();
        format!("{}{prefecture}{}", self.province_name(place.province), place.name)
    }

    /// Returns the full name of a county's province.
    #[must_use]
    pub fn province_of(&self, county: County) -> &str {
        self.province_name(self.gazetteer.places[usize::from(county.0)].province)
    }

    /// Returns the year as of whose assessment a county left the list of 832; `None` where it is not on the list.
    #[must_use]
    pub fn exit_year(&self, county: County) -> Option<u16> {
        self.gazetteer.places[usize::from(county.0)].exit_year
    }

    /// Returns the full name of the province that a text names in full or in short (四川), or by its code.
    #[must_use]
    pub fn province(&self, text: &str) -> Option<&str> {
        let joined = join(text);
        let named = self.provinces.iter().find(|region| region.name == joined).map(|region| region.code);
        self.gazetteer.provinces.get(&named.or_else(|| code(&joined))?).map(String::as_str)
    }

    /// Returns the city that a text names: a prefecture or municipality in full or in short, with or without its province, a county, which
    /// stands for its prefecture, or the code of one of them. `None` where it names none, or several.
    #[must_use]
    pub fn city(&self, text: &str) -> Option<City<'_>> {
        let joined = join(text);
        if let Some(code) = code(&joined) {
            return self.city_of_code(code);
        }
        let readings = self.readings(&joined);
        let whole = |reading: &&Reading<'_>| reading.rest.is_empty();
        self.only_city(readings.iter().filter(whole), &joined)
            .or_else(|| self.county(&joined).ok().flatten().map(|county| self.city_of(usize::from(county.0))))
            .or_else(|| self.beginning_city(&readings, &joined))
    }

    /// Returns the one city of these readings; a province's short name alone (吉林) is none.
    fn only_city<'r, 't: 'r>(&self, readings: impl Iterator<Item = &'r Reading<'t>>, text: &str) -> Option<City<'_>> {
        let province = self.provinces.iter().any(|region| region.name == text && !CITY_PROVINCES.contains(&region.code));
        let mut cities: Vec<City<'_>> =
            readings.filter_map(|reading| self.city_of_code(reading.prefecture.or(reading.province)?)).filter(|_| !province).collect();
        cities.sort_unstable();
        cities.dedup();
        if let [city] = *cities { Some(city) } else { None }
    }

    /// Returns the city whose full name stands before a rest that is no county, such as a development zone (成都市高新区).
    fn beginning_city(&self, readings: &[Reading<'_>], text: &str) -> Option<City<'_>> {
        let full = |region: &Region| region.full && text.contains(&region.name);
        let named = readings.iter().filter(|reading| match (reading.prefecture, reading.province) {
            (Some(code), _) => self.prefectures.iter().any(|region| region.code == code && full(region)),
            (None, Some(code)) => CITY_PROVINCES.contains(&code) && self.provinces.iter().any(|region| region.code == code && full(region)),
            (None, None) => false,
        });
        self.only_city(named, text)
    }

    /// Returns the city of the code of a municipality, prefecture or county.
    fn city_of_code(&self, code: Code) -> Option<City<'_>> {
        if let Some(name) = self.gazetteer.provinces.get(&code) {
            return CITY_PROVINCES.contains(&code).then_some(City { province: name, city: name });
        }
        if let Some(&place) = self.gazetteer.codes.get(&code) {
            return Some(self.city_of(place));
        }
        let code = self.gazetteer.heirs.get(&code).copied().unwrap_or(code);
        Some(City { province: self.province_name(code / 10_000 * 10_000), city: self.prefecture_name(code)? })
    }

    /// Returns the city that a county belongs to, or is.
    fn city_of(&self, place: usize) -> City<'_> {
        let place = &self.gazetteer.places[place];
        let province = self.province_name(place.province);
        let direct = if CITY_PROVINCES.contains(&place.province) { province } else { &place.name };
        City { province, city: place.prefecture.and_then(|code| self.prefecture_name(code)).unwrap_or(direct) }
    }

    fn province_name(&self, code: Code) -> &str {
        self.gazetteer.provinces.get(&code).map_or("", String::as_str)
    }

    fn prefecture_name(&self, code: Code) -> Option<&str> {
        self.gazetteer.prefectures.get(&code)?.first().map(String::as_str)
    }
}

/// Returns the names that a region of this full name goes by.
fn regions(code: Code, name: &str) -> Vec<Region> {
    let short = short_region(name).into_iter().map(|name| Region { name, code, full: false });
    std::iter::once(Region { name: name.to_owned(), code, full: true }).chain(short).collect()
}

/// Returns what follows each region that a text begins with, and the whole text after none.
fn beginnings<'t>(regions: &[Region], text: &'t str) -> Vec<(Option<Code>, &'t str)> {
    let found = regions.iter().filter_map(|region| Some((Some(region.code), text.strip_prefix(&*region.name)?)));
    std::iter::once((None, text)).chain(found).collect()
}

/// Returns a text in NFKC without white space and without the marks that join the parts of a place.
fn join(written: &str) -> String {
    text::compact(written).replace(['/', '-', '·', ',', '、', '|', '>', '_', '\\', '—', '.', ';', '→'], "")
}

/// Returns the code in a text of six digits.
fn code(text: &str) -> Option<Code> {
    let digits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

/// Returns the county at a place; there are fewer than 2^16.
fn county(place: usize) -> County {
    County(u16::try_from(place).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests;
