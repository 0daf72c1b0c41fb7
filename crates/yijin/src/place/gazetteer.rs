//! The shipped lists as they stand, in one shape: the counties at the end of 2020 and every name and code that led to one of them.

use super::names::short_county;
use hashbrown::{HashMap, HashSet};

/// The last year of the changes that are followed: the campaign ends in 2020.
const LAST_YEAR: u16 = 2020;

/// A six-digit division code.
pub(super) type Code = u32;

/// A county at the end of 2020.
pub(super) struct Place {
    pub code: String,
    pub name: String,
    pub province: Code,
    /// Its prefecture; `None` for a county directly under its province.
    pub prefecture: Option<Code>,
    pub exit_year: Option<u16>,
}

/// A name under which a county was known, and the prefecture it then stood in.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub place: usize,
    pub prefecture: Option<Code>,
    /// 0: its name in 2018–2020; 1: a name before that; 2 and 3: short forms of those.
    pub rank: u8,
}

/// A row of one of the lists of divisions.
struct Division {
    code: Code,
    name: String,
    county: bool,
    parent: Option<Code>,
}

/// The lists in one shape.
#[derive(Default)]
pub(super) struct Gazetteer {
    pub places: Vec<Place>,
    pub codes: HashMap<Code, usize>,
    pub known: HashMap<String, Vec<Known>>,
    /// Provinces by code.
    pub provinces: HashMap<Code, String>,
    /// Prefectures by code and every name they had since 2012; the name of 2020 comes first.
    pub prefectures: HashMap<Code, Vec<String>>,
    /// Prefectures that are gone, each with the one that all its counties went to.
    pub heirs: HashMap<Code, Code>,
}

impl Gazetteer {
    /// Returns the lists in one shape; `None` where one of them is broken.
    pub fn new(lists: &Lists<'_>) -> Option<Self> {
        let mut gazetteer = Self::default();
        let years = lists.divisions.map(divisions).into_iter().collect::<Option<Vec<_>>>()?;
        let changes = rows(lists.changes)?;
        let poor = rows(lists.poor)?;
        gazetteer.add_places(&years[0]);
        gazetteer.add_retired(&changes)?;
        gazetteer.add_unlisted(&poor)?;
        for year in &years {
            gazetteer.add_names(year);
        }
        gazetteer.add_former_names(&changes)?;
        gazetteer.add_poor(&poor)?;
        gazetteer.add_heirs(&years);
        Some(gazetteer)
    }

    /// Adds the counties of 2020, and the prefectures without counties (东莞市, 儋州市), which stand for their own.
    fn add_places(&mut self, newest: &[Division]) {
        let parents: HashSet<Code> = newest.iter().filter_map(|division| division.parent).collect();
        for division in newest {
            match division.parent {
                None => drop(self.provinces.insert(division.code, division.name.clone())),
                Some(parent) if division.county => self.add_place(division.code, &division.name, prefecture(parent)),
                Some(_) if !parents.contains(&division.code) => self.add_place(division.code, &division.name, None),
                Some(_) => {}
            }
        }
    }

    /// Adds those of the list of 832 that no list of divisions holds: two administrative committees (行政委员会) of Qinghai.
    fn add_unlisted(&mut self, poor: &[Vec<String>]) -> Option<()> {
        for row in poor {
            let code: Code = row.first()?.parse().ok()?;
            if !self.codes.contains_key(&code) {
                self.add_place(code, row.get(3)?, Some(code / 100 * 100));
            }
        }
        Some(())
    }

    fn add_place(&mut self, code: Code, name: &str, prefecture: Option<Code>) {
        let place = self.places.len();
        let province = code / 10_000 * 10_000;
        self.places.push(Place { code: code.to_string(), name: name.to_owned(), province, prefecture, exit_year: None });
        self.codes.insert(code, place);
        self.add_name(name, Known { place, prefecture, rank: 0 });
    }

    /// Adds a name with its short forms.
    fn add_name(&mut self, name: &str, known: Known) {
        for short in short_county(name) {
            self.known.entry(short).or_default().push(Known { rank: known.rank + 2, ..known });
        }
        self.known.entry(name.to_owned()).or_default().push(known);
    }

    /// Adds the codes that were retired until the end of 2020, the last first: a change may lead to a code that was itself retired later.
    fn add_retired(&mut self, changes: &[Vec<String>]) -> Option<()> {
        let year = |row: &Vec<String>| row.get(3).and_then(|year| year.parse::<u16>().ok());
        let mut past: Vec<_> = changes.iter().filter(|row| year(row).is_some_and(|year| year <= LAST_YEAR)).collect();
        past.sort_by_key(|row| std::cmp::Reverse(year(row)));
        for row in past {
            // A year in brackets behind a code marks one that is not of this change.
            let successors: Vec<Code> = row.get(4)?.split(';').filter_map(|code| code.parse().ok()).collect();
            if let Some(place) = self.successor(row.get(1)?, &successors) {
                self.codes.entry(row.first()?.parse().ok()?).or_insert(place);
            }
        }
        Some(())
    }

    /// Returns the place that a county became: the part that kept its name, else the first.
    fn successor(&self, name: &str, successors: &[Code]) -> Option<usize> {
        let places = || successors.iter().filter_map(|code| self.codes.get(code).copied());
        let short = short_county(name);
        places().find(|&place| short_county(&self.places[place].name).iter().any(|form| short.contains(form))).or_else(|| places().next())
    }

    /// Adds the names of one year's divisions.
    fn add_names(&mut self, year: &[Division]) {
        for division in year {
            match (division.parent, self.codes.get(&division.code)) {
                (Some(parent), Some(&place)) if division.county => {
                    self.add_name(&division.name, Known { place, prefecture: prefecture(parent), rank: 0 });
                }
                (Some(_), _) if !division.county => self.add_prefecture(division.code, &division.name),
                _ => {}
            }
        }
    }

    fn add_prefecture(&mut self, code: Code, name: &str) {
        let names = self.prefectures.entry(code).or_default();
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }

    /// Adds the names of retired counties and prefectures.
    fn add_former_names(&mut self, changes: &[Vec<String>]) -> Option<()> {
        for row in changes {
            let (code, name) = (row.first()?.parse::<Code>().ok()?, row.get(1)?);
            if code % 100 == 0 {
                self.add_prefecture(code, name);
            } else if let Some(&place) = self.codes.get(&code) {
                self.add_name(name, Known { place, prefecture: Some(code / 100 * 100), rank: 1 });
            }
        }
        Some(())
    }

    /// Adds what became of the prefectures that no list of divisions holds.
    fn add_heirs(&mut self, years: &[Vec<Division>]) {
        let listed = |code: Code| years.iter().flatten().any(|division| division.code == code);
        for &gone in self.prefectures.keys().filter(|&&code| !listed(code)) {
            let counties = self.known.values().flatten().filter(|known| known.prefecture == Some(gone));
            let mut heirs: Vec<Code> = counties.filter_map(|known| self.places[known.place].prefecture).collect();
            heirs.sort_unstable();
            heirs.dedup();
            if let [heir] = *heirs {
                self.heirs.insert(gone, heir);
            }
        }
    }

    /// Adds the exit years, names and old codes of the list of 832.
    fn add_poor(&mut self, poor: &[Vec<String>]) -> Option<()> {
        for row in poor {
            let code: Code = row.first()?.parse().ok()?;
            let place = *self.codes.get(&code)?;
            self.places[place].exit_year = Some(row.get(4)?.parse().ok()?);
            for name in [row.get(3)?, row.get(5)?].into_iter().filter(|name| !name.is_empty()) {
                self.add_name(name, Known { place, prefecture: self.places[place].prefecture, rank: 1 });
            }
            for old in row.get(6)?.split(';').filter_map(|old| old.parse::<Code>().ok()) {
                self.codes.entry(old).or_insert(place);
            }
        }
        Some(())
    }
}

/// The texts of the shipped lists, the newest divisions first.
pub(super) struct Lists<'t> {
    pub divisions: [&'t str; 3],
    pub changes: &'t str,
    pub poor: &'t str,
}

/// Returns the parent of a county, where it is a prefecture and not its province.
fn prefecture(parent: Code) -> Option<Code> {
    (!parent.is_multiple_of(10_000)).then_some(parent)
}

/// Returns the rows of a list below its header; `None` where one cannot be read.
fn rows(list: &str) -> Option<Vec<Vec<String>>> {
    let mut reader = csv::Reader::from_reader(list.as_bytes());
    reader.records().map(|row| Some(row.ok()?.iter().map(str::to_owned).collect())).collect()
}

/// Returns the rows of one year's divisions.
fn divisions(list: &str) -> Option<Vec<Division>> {
    let read = |row: Vec<String>| {
        let [code, level, name, parent] = <[String; 4]>::try_from(row).ok()?;
        Some(Division { code: code.parse().ok()?, name, county: level == "county", parent: parent.parse().ok() })
    };
    rows(list)?.into_iter().map(read).collect()
}
