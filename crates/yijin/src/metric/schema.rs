//! The tables that metrics measure: what one row of each is, and its columns.

use crate::headline::DIMENSIONS;
use crate::table::TableId;

/// What a column is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Rows can be sliced and filtered by its values.
    Dimension,
    /// Its distinct values can be counted.
    Member,
    /// It can be summed, and filtered by bounds.
    Number,
}

/// Whether figures of several slices may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Additivity {
    /// Over everything.
    Full,
    /// Over periods, and nothing else.
    Time,
    /// Not at all: totals are counted.
    None,
}

impl Additivity {
    /// Returns its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Time => "time",
            Self::None => "none",
        }
    }
}

/// A table that metrics measure.
#[derive(Debug)]
pub struct Schema {
    /// Its name.
    pub id: &'static str,
    /// What one row is.
    pub grain: &'static str,
    /// The reference tables that it is made from.
    pub needs: &'static [TableId],
    /// The columns of lines that its rows are made from, of those that a ledger may lack.
    pub members: &'static [&'static str],
    /// Whether counts and sums of its rows may be added.
    pub additivity: Additivity,
    /// Whether it has the dimensions of lines.
    pub of_lines: bool,
    /// Its own columns.
    pub columns: &'static [(&'static str, Class)],
}

use Class::{Dimension, Member, Number};

/// Every table, in the order of the documentation.
pub const TABLES: [Schema; 12] = [
    Schema {
        id: "lines",
        grain: "line",
        needs: &[],
        members: &[],
        additivity: Additivity::Full,
        of_lines: true,
        columns: &[
            ("order", Member),
            ("household", Member),
            ("organizer", Dimension),
            ("activity", Dimension),
            ("is_832_on_date", Dimension),
            ("mass_known", Dimension),
            ("amount_fen", Number),
            ("mass_g", Number),
        ],
    },
    Schema {
        id: "households",
        grain: "household",
        needs: &[],
        members: &["household"],
        additivity: Additivity::None,
        of_lines: true,
        columns: &[("household", Member), ("months", Number), ("lines", Number), ("amount_fen", Number), ("mass_g", Number)],
    },
    Schema {
        id: "first_purchases",
        grain: "household",
        needs: &[],
        members: &["household"],
        additivity: Additivity::Time,
        of_lines: false,
        columns: &[("household", Member), ("month", Dimension), ("stage", Dimension), ("quarter", Dimension), ("week", Dimension)],
    },
    Schema {
        id: "cohorts",
        grain: "cohort and month",
        needs: &[],
        members: &["household"],
        additivity: Additivity::None,
        of_lines: false,
        columns: &[("cohort", Dimension), ("month", Dimension), ("age", Number), ("households", Number)],
    },
    Schema {
        id: "relations",
        grain: "enterprise and origin county",
        needs: &[TableId::Products],
        members: &["enterprise"],
        additivity: Additivity::None,
        of_lines: false,
        columns: &[
            ("enterprise", Dimension),
            ("origin_county", Dimension),
            ("origin_province", Dimension),
            ("is_832", Dimension),
            ("long_term", Dimension),
            ("consecutive", Dimension),
            ("first_month", Dimension),
            ("last_month", Dimension),
            ("months", Number),
            ("stages", Number),
            ("lines", Number),
            ("amount_fen", Number),
        ],
    },
    Schema {
        id: "communities",
        grain: "community",
        needs: &[TableId::Projects],
        members: &[],
        additivity: Additivity::None,
        of_lines: false,
        columns: &[
            ("community", Dimension),
            ("enterprise", Dimension),
            ("association", Dimension),
            ("province", Dimension),
            ("city", Dimension),
            ("property_type", Dimension),
            ("pilot", Dimension),
            ("joined", Dimension),
            ("active", Dimension),
            ("households", Number),
        ],
    },
    Schema {
        id: "suppliers",
        grain: "supplier",
        needs: &[TableId::Suppliers],
        members: &[],
        additivity: Additivity::None,
        of_lines: false,
        columns: &[
            ("supplier", Dimension),
            ("source", Dimension),
            ("origin_province", Dimension),
            ("origin_county", Dimension),
            ("is_832", Dimension),
            ("active", Dimension),
            ("declared_direct", Number),
            ("declared_indirect", Number),
        ],
    },
    Schema {
        id: "activities",
        grain: "activity",
        needs: &[TableId::Activities],
        members: &[],
        additivity: Additivity::Full,
        of_lines: false,
        columns: &[
            ("activity", Dimension),
            ("kind", Dimension),
            ("enterprise", Dimension),
            ("association", Dimension),
            ("community", Dimension),
            ("origin_county", Dimension),
            ("stage", Dimension),
            ("quarter", Dimension),
            ("month", Dimension),
            ("applied_ahead", Dimension),
            ("closed", Dimension),
            ("attendees", Number),
            ("hired", Number),
        ],
    },
    Schema {
        id: "association_years",
        grain: "association and calendar year",
        needs: &[TableId::Associations, TableId::Activities],
        members: &[],
        additivity: Additivity::Full,
        of_lines: false,
        columns: &[("association", Dimension), ("year", Dimension), ("met", Dimension), ("fairs", Number)],
    },
    Schema {
        id: "associations",
        grain: "association",
        needs: &[TableId::Associations],
        members: &[],
        additivity: Additivity::None,
        of_lines: false,
        columns: &[("association", Dimension), ("region", Dimension)],
    },
    Schema {
        id: "enterprises",
        grain: "enterprise",
        needs: &[TableId::Enterprises],
        members: &[],
        additivity: Additivity::None,
        of_lines: false,
        columns: &[("enterprise", Dimension), ("mandatory", Dimension), ("ways", Number), ("projects", Number)],
    },
    Schema {
        id: "reports",
        grain: "reporter and period",
        needs: &[TableId::Reports],
        members: &[],
        additivity: Additivity::Full,
        of_lines: false,
        columns: &[
            ("reporter", Dimension),
            ("cadence", Dimension),
            ("period", Dimension),
            ("stage", Dimension),
            ("received", Dimension),
            ("on_time", Dimension),
        ],
    },
];

/// The columns of lines that stand on products beside the dimensions of the headline.
const OF_PRODUCTS: [&str; 1] = ["is_832_on_date"];

/// Columns of tables that rest on a column of lines that a ledger may lack.
const ON_MEMBERS: [(&str, &str, &str); 6] = [
    ("lines", "household", "household"),
    ("lines", "community", "community"),
    ("lines", "enterprise", "enterprise"),
    ("lines", "supplier", "supplier"),
    ("communities", "active", "community"),
    ("suppliers", "active", "supplier"),
];

/// The columns of tables that say yes or no.
const FLAGS: [&str; 15] = [
    "custom",
    "pilot",
    "is_832",
    "is_832_on_date",
    "mass_known",
    "long_term",
    "consecutive",
    "joined",
    "active",
    "applied_ahead",
    "closed",
    "met",
    "mandatory",
    "received",
    "on_time",
];

/// Returns the vocabulary of which a dimension's values are words, where they are.
#[must_use]
pub fn vocabulary(dimension: &str) -> Option<&'static str> {
    match dimension {
        "channel" => Some("channel"),
        "buyer_kind" => Some("buyer_kind"),
        "cadence" => Some("cadence"),
        "source" => Some("supplier_kind"),
        "kind" => Some("activity_kind"),
        _ => FLAGS.contains(&dimension).then_some("flag"),
    }
}

/// Returns the table of this name.
#[must_use]
pub fn named(id: &str) -> Option<&'static Schema> {
    TABLES.iter().find(|schema| schema.id == id)
}

impl Schema {
    /// Returns every column with what it is good for.
    pub fn all_columns(&self) -> impl Iterator<Item = (&'static str, Class)> {
        let of_lines = DIMENSIONS.iter().filter(|_| self.of_lines).map(|&(name, _)| (name, Dimension));
        of_lines.chain(self.columns.iter().copied())
    }

    /// Returns what a column is good for.
    #[must_use]
    pub fn class(&self, column: &str) -> Option<Class> {
        self.all_columns().find(|(name, _)| *name == column).map(|(_, class)| class)
    }

    /// Returns the columns of lines that it and these columns of it rest on, of those that a ledger may lack.
    pub fn members_of<'c>(&self, columns: impl Iterator<Item = &'c str>) -> Vec<&'static str> {
        let on = |column: &str| ON_MEMBERS.iter().find(|(table, of, _)| *table == self.id && *of == column).map(|(.., member)| *member);
        self.members.iter().copied().chain(columns.filter_map(on)).collect()
    }

    /// Returns the reference tables that these columns of it need.
    pub fn needs_of<'c>(&self, columns: impl Iterator<Item = &'c str>) -> Vec<TableId> {
        let of_column = |column: &str| match DIMENSIONS.iter().find(|(name, _)| self.of_lines && *name == column) {
            Some((_, needs)) => *needs,
            None => (self.of_lines && OF_PRODUCTS.contains(&column)).then_some(TableId::Products),
        };
        self.needs.iter().copied().chain(columns.filter_map(of_column)).collect()
    }
}
