//! The units of a panel: who they are, since when they are exposed, and what happened to them.

use crate::border::{failed, texts_of, wholes_of};
use crate::frames::Frames;
use crate::table::Table;
use polars::prelude::*;
use std::collections::BTreeMap;
use yijin::calendar::Day;
use yijin::suggest::did_you_mean;
use yijin::table::TableId;
use yijin::{ErrorKind, Result};

/// What is known of a unit that joins.
pub const TRAITS: [&str; 4] = ["city", "pilot", "joined_on", "first_fair"];

/// What one unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Community,
    Enterprise,
    County,
    Supplier,
    Household,
}

/// What counts as the start of treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    Joined,
    Pilot,
    FirstFair,
}

const UNITS: [(&str, Unit, &str); 5] = [
    ("community", Unit::Community, "community"),
    ("enterprise", Unit::Enterprise, "enterprise"),
    ("county", Unit::County, "origin_county"),
    ("supplier", Unit::Supplier, "supplier"),
    ("household", Unit::Household, "household"),
];
const TREATMENTS: [(&str, Treatment); 3] =
    [("joined_on", Treatment::Joined), ("pilot", Treatment::Pilot), ("first_fair", Treatment::FirstFair)];

impl Unit {
    /// Returns the unit of this name.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownName`], with the nearest.
    pub fn named(name: &str) -> Result<Self> {
        let names = UNITS.map(|(name, ..)| name);
        let found = UNITS.iter().find(|(known, ..)| *known == name).map(|(_, unit, _)| *unit);
        found.ok_or_else(|| {
            let hint = did_you_mean(name, names);
            ErrorKind::UnknownName { what: "kind of unit", found: name.to_owned(), allowed: names.join(", "), hint }.into()
        })
    }

    pub fn name(self) -> &'static str {
        self.entry().0
    }

    /// Returns the column of lines that says whose they are.
    pub fn column(self) -> &'static str {
        self.entry().2
    }

    /// Returns whether the unit joins the campaign on a day, and so has traits and can be treated.
    pub fn joins(self) -> bool {
        matches!(self, Self::Community | Self::Enterprise)
    }

    /// Returns the treatment of this name.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownName`] where the unit has no such treatment.
    pub fn treatment(self, name: &str) -> Result<Treatment> {
        let known: Vec<&str> = TREATMENTS.iter().map(|(name, _)| *name).filter(|_| self.joins()).collect();
        let found = TREATMENTS.iter().find(|(one, _)| *one == name && self.joins()).map(|(_, treatment)| *treatment);
        found.ok_or_else(|| {
            let allowed = if known.is_empty() { "none for this unit".to_owned() } else { known.join(", ") };
            let hint = did_you_mean(name, known);
            ErrorKind::UnknownName { what: "treatment", found: name.to_owned(), allowed, hint }.into()
        })
    }

    fn entry(self) -> (&'static str, Self, &'static str) {
        UNITS[self as usize]
    }
}

/// One unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Member {
    /// Its name; of a household, its number.
    pub name: String,
    /// Its number among the lines, 0 where it has none.
    pub number: u32,
    /// The day from which it is exposed, since 1970.
    pub entered: i32,
    pub city: Option<String>,
    pub pilot: Option<String>,
    pub joined_on: Option<i32>,
    pub first_fair: Option<i32>,
}

impl Member {
    /// Returns the day on which treatment starts, if it does: of pilots, the campaign's first.
    pub fn treated_on(&self, treatment: Treatment, start: Day) -> Option<i32> {
        match treatment {
            Treatment::Joined => self.joined_on,
            Treatment::Pilot => (self.pilot.as_deref() == Some("true")).then(|| start.to_epoch()),
            Treatment::FirstFair => self.first_fair,
        }
    }
}

/// Returns the units of a panel by name: those that these lines are of, and those that a reference table lists.
///
/// # Errors
/// As [`yijin::Book::lines`].
pub fn members(frames: &Frames<'_>, unit: Unit, lines: &Table) -> Result<Vec<Member>> {
    let start = frames.book.campaign().window.start.to_epoch();
    if unit == Unit::Household {
        return households(frames, lines);
    }
    let mut members: BTreeMap<String, Member> = BTreeMap::new();
    let named = lines.frame.clone().select([col(unit.column())]).filter(col(unit.column()).is_not_null());
    let seen = named.unique(None, UniqueKeepStrategy::Any).collect().map_err(failed)?;
    let numbers = wholes_of(&seen, unit.column())?;
    for (name, number) in texts_of(&seen, unit.column(), lines.labels.get(unit.column()))?.into_iter().zip(numbers) {
        let name = name.unwrap_or_default();
        let member = Member { name: name.clone(), number: number.unwrap_or(0) as u32, entered: start, ..Member::default() };
        members.insert(name, member);
    }
    listed(frames, unit, &mut members)?;
    Ok(members.into_values().collect())
}

/// Returns the households by number, each exposed from its first purchase on.
fn households(frames: &Frames<'_>, lines: &Table) -> Result<Vec<Member>> {
    let start = frames.book.campaign().window.start.to_epoch();
    let first = lines
        .frame
        .clone()
        .filter(col("household").is_not_null())
        .group_by([col("household")])
        .agg([col("day").min()])
        .sort(["household"], SortMultipleOptions::default())
        .collect()
        .map_err(failed)?;
    // Days are numbered through from the campaign's first.
    let rows = wholes_of(&first, "household")?.into_iter().flatten().zip(wholes_of(&first, "day")?);
    let member = |(number, day): (i64, Option<i64>)| Member {
        name: number.to_string(),
        number: number as u32,
        entered: start + day.unwrap_or(1) as i32 - 1,
        ..Member::default()
    };
    Ok(rows.map(member).collect())
}

/// Adds what the project list and the activities say of units, and units that have no lines.
fn listed(frames: &Frames<'_>, unit: Unit, members: &mut BTreeMap<String, Member>) -> Result<()> {
    let start = frames.book.campaign().window.start.to_epoch();
    let new = |name: &String| Member { name: name.clone(), entered: start, ..Member::default() };
    let table = if unit == Unit::Supplier { TableId::Suppliers } else { TableId::Projects };
    if unit == Unit::County || !frames.book.has(table) {
        return Ok(());
    }
    if unit == Unit::Supplier {
        let rows = frames.reference(table, &["supplier_id"])?.collect().map_err(failed)?;
        texts_of(&rows, "supplier_id", None)?.into_iter().flatten().for_each(|name| {
            members.entry(name.clone()).or_insert_with(|| new(&name));
        });
        return Ok(());
    }
    let fairs = Fairs::of(frames)?;
    for project in projects(frames)? {
        let Some(name) = (if unit == Unit::Community { &project.community } else { &project.enterprise }) else { continue };
        let member = members.entry(name.clone()).or_insert_with(|| new(name));
        let fair = if unit == Unit::Community { fairs.of_community(&project) } else { fairs.of_enterprise(&project) };
        member.first_fair = earliest(member.first_fair, fair);
        member.joined_on = earliest(member.joined_on, project.joined_on);
        member.entered = member.joined_on.unwrap_or(start).max(start);
        if unit == Unit::Community {
            (member.city, member.pilot) = (project.city, project.pilot);
        } else if project.pilot.as_deref() == Some("true") || member.pilot.is_none() {
            member.pilot = project.pilot;
        }
    }
    Ok(())
}

fn earliest(one: Option<i32>, other: Option<i32>) -> Option<i32> {
    one.into_iter().chain(other).min()
}

/// A row of the project list.
struct Project {
    community: Option<String>,
    enterprise: Option<String>,
    association: Option<String>,
    city: Option<String>,
    pilot: Option<String>,
    joined_on: Option<i32>,
}

fn projects(frames: &Frames<'_>) -> Result<Vec<Project>> {
    let columns = ["community_id", "enterprise_id", "association_id", "city", "pilot", "joined_on"];
    let rows = frames.reference(TableId::Projects, &columns)?.collect().map_err(failed)?;
    let mut texts = columns[..5].iter().map(|name| texts_of(&rows, name, None)).collect::<Result<Vec<_>>>()?;
    let days = wholes_of(&rows, "joined_on")?;
    let mut take = |column: usize, row: usize| texts[column][row].take();
    let project = |(row, day): (usize, Option<i64>)| Project {
        community: take(0, row),
        enterprise: take(1, row),
        association: take(2, row),
        city: take(3, row).and_then(|city| frames.book.cleaner().city(&city)).map(|(_, city)| city),
        pilot: take(4, row),
        joined_on: day.map(|day| day as i32),
    };
    Ok(days.into_iter().enumerate().map(project).collect())
}

/// The first fair of each community, enterprise and association that held one.
#[derive(Default)]
struct Fairs {
    community: BTreeMap<String, i32>,
    enterprise: BTreeMap<String, i32>,
    association: BTreeMap<String, i32>,
}

impl Fairs {
    /// A fair is that of the community it names, else of its enterprise, else of its association.
    fn of(frames: &Frames<'_>) -> Result<Self> {
        let mut fairs = Self::default();
        if !frames.book.has(TableId::Activities) {
            return Ok(fairs);
        }
        let until = lit(frames.scope.as_of.to_epoch());
        let rows = frames
            .reference(TableId::Activities, &["kind", "community_id", "enterprise_id", "association_id", "held_on"])?
            .filter(col("kind").eq(lit("fair")).and(col("held_on").lt_eq(until)))
            .collect()
            .map_err(failed)?;
        let texts = |name: &str| texts_of(&rows, name, None);
        let (communities, enterprises, associations) = (texts("community_id")?, texts("enterprise_id")?, texts("association_id")?);
        for (row, day) in wholes_of(&rows, "held_on")?.into_iter().enumerate() {
            let named =
                [(&communities, &mut fairs.community), (&enterprises, &mut fairs.enterprise), (&associations, &mut fairs.association)];
            let holder = named.into_iter().find_map(|(names, of)| Some((names[row].clone()?, of)));
            if let (Some((name, of)), Some(day)) = (holder, day) {
                let first = of.entry(name).or_insert(day as i32);
                *first = (*first).min(day as i32);
            }
        }
        Ok(fairs)
    }

    fn of_community(&self, project: &Project) -> Option<i32> {
        let own = project.community.as_ref().and_then(|name| self.community.get(name)).copied();
        let association = project.association.as_ref().and_then(|name| self.association.get(name)).copied();
        earliest(earliest(own, self.of_enterprise(project)), association)
    }

    fn of_enterprise(&self, project: &Project) -> Option<i32> {
        project.enterprise.as_ref().and_then(|name| self.enterprise.get(name)).copied()
    }
}
