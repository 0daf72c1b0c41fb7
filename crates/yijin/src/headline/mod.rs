//! The headline: five figures against their targets, by any dimensions, from settled lines.

pub mod dimension;
pub mod evidence;
pub mod help;
pub mod json;
pub mod running;
pub mod scope;
pub mod sensitivity;
pub mod table;
pub mod tally;

pub use dimension::{DIMENSIONS, Dimension, Sources, Traits};
pub use evidence::Evidence;
pub use scope::{Question, Scope};

use crate::account::Account;
use crate::calendar::Day;
use crate::campaign::{Campaign, HEADLINE, Target};
use crate::error::{ErrorKind, Result};
use crate::fold::{Lines, Settled};
use crate::progress::{Phase, Progress};
use crate::table::TableId;
use help::Help;
use rayon::prelude::*;
use std::collections::BTreeMap;
use tally::{Bounds, Group, Groups, Plan};

/// One headline figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The number; `None` where a table that it needs was not given.
    pub value: Option<u64>,
    /// What it is to reach.
    pub target: Option<Target>,
    /// What a reader should know: `unverified` where the table that would verify it was not given; `without_products` where lines have no
    /// suppliers but the ledger's own; `without_suppliers` where no supplier can be a poor household itself.
    pub flags: Vec<&'static str>,
    /// What is missing to compute it.
    pub needs: Vec<&'static str>,
}

impl Figure {
    /// Returns value / target.
    #[must_use]
    pub fn attainment(&self) -> Option<f64> {
        Some(self.value? as f64 / self.target?.value as f64)
    }

    /// Returns whether the target is met: above the number where it says "more than", else at it.
    #[must_use]
    pub fn met(&self) -> Option<bool> {
        let (value, target) = (self.value?, self.target?);
        Some(if target.more_than { value > target.value } else { value >= target.value })
    }
}

/// One row of the headline: a group of lines and its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The values of the dimensions; `None` is the missing value.
    pub by: Vec<Option<String>>,
    /// The five figures, in the order of [`HEADLINE`].
    pub figures: Vec<Figure>,
    /// Qualifying lines.
    pub lines: u64,
    /// Their sums; `None` in a plain headline, which reads neither quantities nor amounts.
    pub sums: Option<Sums>,
}

/// What is summed over the lines of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    /// Net amount, in fen.
    pub amount_fen: i64,
    /// Net mass, in grams, of the lines whose mass is known.
    pub mass_g: i64,
    /// Lines whose mass is not known.
    pub mass_unknown_lines: u64,
}

/// The headline of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    /// The campaign's id.
    pub campaign: String,
    /// The day whose knowledge counts.
    pub as_of: Day,
    /// `cumulative` or `within`.
    pub period: &'static str,
    /// The first day of order dates, where the question named a range.
    pub from: Option<Day>,
    /// The last day of order dates, likewise.
    pub to: Option<Day>,
    /// The filters: dimension and admitted values, as the question gave them.
    pub filters: Vec<(String, Vec<Option<String>>)>,
    /// The dimensions.
    pub by: Vec<String>,
    /// Whether periods count from the campaign's start.
    pub cumulative: bool,
    /// Whether lines were taken as they stand ([`crate::plain`]).
    pub plain: bool,
    /// The rows, by their dimensions; missing values last.
    pub rows: Vec<Row>,
    /// What became of the rows of each table.
    pub accounting: BTreeMap<TableId, Account>,
}

impl Headline {
    /// Returns the headline of a question in a campaign.
    #[must_use]
    pub fn new(campaign: &Campaign, question: &Question, rows: Vec<Row>, accounting: BTreeMap<TableId, Account>) -> Self {
        Self {
            campaign: campaign.id.clone(),
            as_of: question.as_of.unwrap_or(campaign.window.end),
            period: if question.is_within() { "within" } else { "cumulative" },
            from: question.from,
            to: question.to,
            filters: question.filters.clone(),
            by: question.by.clone(),
            cumulative: question.cumulative,
            plain: false,
            rows,
            accounting,
        }
    }
}

/// What a ledger must have and has for the figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Whether any ledger file has communities.
    pub communities: bool,
    /// Whether any ledger file has households.
    pub households: bool,
    /// Whether any ledger file has enterprises.
    pub enterprises: bool,
    /// Whether any ledger or products file has suppliers.
    pub suppliers: bool,
}

/// A question put to settled lines.
pub struct Inquiry<'a> {
    /// What dimensions and figures are made from.
    pub sources: Sources<'a>,
    /// The lines.
    pub lines: &'a Lines,
    /// How they settle.
    pub settled: &'a Settled,
    /// What the ledger has.
    pub coverage: Coverage,
    /// How far the work has come.
    pub progress: &'a Progress,
}

impl Inquiry<'_> {
    /// Returns the plan of a question.
    ///
    /// # Errors
    /// Where the question names what does not exist, or needs a table that was not given.
    pub fn plan(&self, question: &Question) -> Result<Plan<'_>> {
        let sources = self.sources;
        let by = question.by.iter().map(|name| Dimension::new(name, sources, question.cumulative)).collect::<Result<Vec<_>>>()?;
        let filter = |(name, values): &(String, Vec<Option<String>>)| {
            let dimension = Dimension::new(name, sources, false)?;
            let codes = dimension.codes(values, sources)?;
            Ok((dimension, codes))
        };
        let filters = question.filters.iter().map(filter).collect::<Result<Vec<_>>>()?;
        question.check_once()?;
        running::check(question, &by, filters.iter().map(|(dimension, _): &(Dimension, _)| dimension.is_time()))?;
        check_size(&by)?;
        let statuses = sources.cleaner.words("status");
        let mut qualifying = [false; 256];
        for word in &sources.campaign.policy.qualifying {
            if let Some(code) = statuses.iter().position(|it| it == word) {
                qualifying[code + 1] = true;
            }
        }
        let refunded = statuses.iter().position(|it| it == "refunded").map_or(0, |code| code as u8 + 1);
        let scope = Scope::new(question, sources.campaign)?;
        let help = Help::new(sources.catalogue, sources.campaign.window);
        let bounds = self.bounds(&help);
        let (window, least) = (sources.campaign.window, sources.campaign.policy.min_amount_fen);
        Ok(Plan { catalogue: sources.catalogue, window, scope, qualifying, refunded, least, filters, by, help, bounds })
    }

    fn bounds(&self, help: &Help) -> Bounds {
        let members = self.sources.members;
        Bounds {
            communities: members.communities.len() + 1,
            households: members.households.len() + 1,
            products: members.products.len() + 1,
            sales: help.sales(),
        }
    }

    /// Returns the rows of a question, in order.
    ///
    /// # Errors
    /// As [`Inquiry::plan`]; [`ErrorKind::Interrupted`]; [`ErrorKind::Unsound`] where a sum does not fit.
    pub fn rows(&self, question: &Question) -> Result<Vec<Row>> {
        let plan = self.plan(question)?;
        self.progress.begin(Phase::Folding, self.lines.lines());
        let groups = tally::tally(self.lines, self.settled, &plan, self.progress)?;
        self.answer(question, &plan, groups)
    }

    /// Returns the rows of a question from the groups of its lines, in order.
    ///
    /// # Errors
    /// [`ErrorKind::Interrupted`]; [`ErrorKind::Unsound`] where a sum does not fit.
    pub fn answer(&self, question: &Question, plan: &Plan<'_>, groups: Groups) -> Result<Vec<Row>> {
        let mut groups: Vec<_> = groups.into_iter().map(|(key, group)| (plan.codes(key), group)).collect();
        if groups.is_empty() && plan.by.is_empty() {
            groups.push((Vec::new(), Group::default()));
        }
        let mut rows = if question.cumulative { self.running(groups, plan)? } else { self.each(groups, plan)? };
        rows.par_sort_unstable_by(|(codes, _), (others, _)| missing_last(codes).cmp(missing_last(others)));
        Ok(rows.into_iter().map(|(codes, row)| Row { by: plan.labels(&codes), ..row }).collect())
    }

    /// Returns the row of each group, without its labels.
    fn each(&self, groups: Vec<(Vec<u32>, Group)>, plan: &Plan<'_>) -> Result<Vec<(Vec<u32>, Row)>> {
        groups.into_par_iter().map(|(codes, group)| Ok((codes, self.row(plan, &group)?))).collect()
    }

    /// Returns for each combination of the dimensions beside that of time the rows of its running counts, without their labels.
    fn running(&self, groups: Vec<(Vec<u32>, Group)>, plan: &Plan<'_>) -> Result<Vec<(Vec<u32>, Row)>> {
        let time = plan.by.iter().position(Dimension::is_time).unwrap_or_default();
        let last = running::last_period(plan, time).max(groups.iter().map(|(codes, _)| codes[time]).max().unwrap_or(0));
        let of_series = |series: running::Series| {
            let codes = series.0.clone();
            let steps = running::run(series, last, plan, |group| self.row(plan, group))?;
            let with_codes = |(period, row)| {
                let mut codes = codes.clone();
                codes[time] = period;
                (codes, row)
            };
            Ok(steps.into_iter().map(with_codes).collect::<Vec<_>>())
        };
        let all = running::series(groups, time).into_par_iter().map(of_series).collect::<Result<Vec<_>>>()?;
        Ok(all.into_iter().flatten().collect())
    }

    fn row(&self, plan: &Plan<'_>, group: &Group) -> Result<Row> {
        self.progress.check()?;
        let (direct, indirect) = plan.help.counts(&group.sales);
        let values = [group.communities.len(), group.households.len(), group.products.len(), direct, indirect];
        let figures = HEADLINE.iter().zip(values).map(|(metric, value)| self.figure(metric, value)).collect();
        Ok(Row {
            by: Vec::new(),
            figures,
            lines: group.lines,
            sums: Some(Sums { amount_fen: fits(group.amount)?, mass_g: fits(group.mass)?, mass_unknown_lines: group.mass_unknown }),
        })
    }

    fn figure(&self, metric: &str, value: u64) -> Figure {
        let needs = self.needs(metric);
        let target = self.sources.campaign.targets.get(metric).copied();
        let flags = if needs.is_empty() { self.flags(metric) } else { Vec::new() };
        Figure { value: needs.is_empty().then_some(value), target, flags, needs }
    }

    /// Returns what a figure needs and was not given.
    #[must_use]
    pub fn needs(&self, metric: &str) -> Vec<&'static str> {
        let lacks = |table: TableId| !self.sources.reference.contains_key(&table);
        match metric {
            "communities" if !self.coverage.communities => vec!["ledger.community_id"],
            "households" if !self.coverage.households => vec!["ledger.household_id"],
            "custom_products" if lacks(TableId::Products) => vec!["products"],
            "direct_poor_households" | "indirect_poor_households" if lacks(TableId::BenefitLinks) => vec!["benefit_links"],
            "direct_poor_households" | "indirect_poor_households" if !self.coverage.suppliers => {
                vec![if lacks(TableId::Products) { "products" } else { "ledger.supplier_id" }]
            }
            _ => Vec::new(),
        }
    }

    fn flags(&self, metric: &str) -> Vec<&'static str> {
        let flag = |flag, table| (!self.sources.reference.contains_key(&table)).then_some(flag);
        let flags = match metric {
            "communities" => [flag("unverified", TableId::Projects), None, None],
            "direct_poor_households" | "indirect_poor_households" => [
                flag("unverified", TableId::PoorHouseholds),
                flag("without_products", TableId::Products),
                flag("without_suppliers", TableId::Suppliers).filter(|_| metric == "direct_poor_households"),
            ],
            _ => [None; 3],
        };
        flags.into_iter().flatten().collect()
    }
}

/// Returns the order of codes in which missing values come last.
fn missing_last(codes: &[u32]) -> impl Iterator<Item = u32> {
    codes.iter().map(|code| code.wrapping_sub(1))
}

fn fits(sum: i128) -> Result<i64> {
    i64::try_from(sum).map_err(|_| ErrorKind::Unsound { cause: format!("the sum {sum} does not fit 64 bits") }.into())
}

fn check_size(by: &[Dimension]) -> Result<()> {
    let size = by.iter().try_fold(1_u64, |size, dimension| size.checked_mul(dimension.size()));
    let names = by.iter().map(|dimension| dimension.name).collect::<Vec<_>>().join(", ");
    size.map(|_| ())
        .ok_or_else(|| ErrorKind::BadOption { option: "by", expected: "fewer dimensions at once".to_owned(), found: names }.into())
}
