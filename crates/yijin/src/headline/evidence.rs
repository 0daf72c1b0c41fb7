//! Evidence: the lines and the members behind one figure.

use super::tally::{self, Group, Net, Plan};
use super::{Inquiry, Question};
use crate::campaign::HEADLINE;
use crate::error::{ErrorKind, Result};
use crate::fold::{CodeSet, Facts, RowPlace};
use crate::progress::Phase;
use crate::suggest::did_you_mean;
use hashbrown::HashMap;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

/// What stands behind a figure.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// The lines, by file, sheet and row, with what is left of each.
    pub lines: Vec<(RowPlace, Net)>,
    /// Each member that counts (persons by pseudonym), with the number of lines by which it does.
    pub members: BTreeMap<String, u64>,
}

impl Inquiry<'_> {
    /// Returns the lines and members behind a figure; of one member, where it is named.
    ///
    /// # Errors
    /// As [`Inquiry::rows`]; [`ErrorKind::UnknownName`] for a metric that does not exist, or a member that does not count,
    /// [`ErrorKind::NeedsTable`] for a metric that cannot be computed.
    pub fn evidence(&self, metric: &str, member: Option<&str>, question: &Question) -> Result<Evidence> {
        let metric = self.metric(metric)?;
        let question = Question { by: Vec::new(), cumulative: false, ..question.clone() };
        let plan = self.plan(&question)?;
        self.progress.begin(Phase::Folding, 2 * self.lines.lines());
        let mut groups = tally::tally(self.lines, self.settled, &plan, self.progress)?;
        let all = groups.pop().map(|(_, group)| group).unwrap_or_default();
        let mut support = Support::new(metric, &plan, &all);
        if let Some(name) = member {
            support.keep(self.counted(metric, &support.members, name)?, plan.bounds.sales);
        }
        let (mut lines, counts) = self.supporting(&support)?;
        lines.par_sort_unstable_by_key(|(place, _)| *place);
        let members = support.by_member(counts).into_iter().filter_map(|(member, lines)| Some((self.name(metric, member)?, lines)));
        Ok(Evidence { lines, members: members.collect() })
    }

    fn metric(&self, name: &str) -> Result<&'static str> {
        let Some(metric) = HEADLINE.into_iter().find(|metric| *metric == name) else {
            let hint = did_you_mean(name, HEADLINE);
            return Err(ErrorKind::UnknownName { what: "metric", found: name.to_owned(), allowed: HEADLINE.join(", "), hint }.into());
        };
        match self.needs(metric).first() {
            Some(table) => Err(ErrorKind::NeedsTable { what: format!("the metric {metric}"), table }.into()),
            None => Ok(metric),
        }
    }

    /// Returns the number of the member of this name among those that count.
    fn counted(&self, metric: &str, members: &CodeSet, name: &str) -> Result<u32> {
        let number = members.numbers().into_iter().find(|&number| self.name(metric, number).as_deref() == Some(name));
        number.ok_or_else(|| {
            let (found, allowed) =
                (crate::clean::mask::masked(name), "a member that counts, as the members of the evidence name it".to_owned());
            ErrorKind::UnknownName { what: "member", found, allowed, hint: String::new() }.into()
        })
    }

    /// Returns the lines that support a figure, and how many support each member or, where that is a poor household, each sale.
    fn supporting(&self, support: &Support<'_>) -> Result<Supporting> {
        let lines = self.lines;
        let of_chunk = |facts: &mut Facts, number: usize| {
            self.progress.check()?;
            let chunk = lines.chunk(number)?;
            chunk.unpack(facts);
            let (mut found, mut counts) = (Vec::new(), HashMap::<u32, u64>::new());
            tally::visit(facts, &self.settled.excluded[number], &self.settled.returns[number], support.plan, |net| {
                if let Some(code) = support.code(net) {
                    found.push((chunk.place(net.index), *net));
                    *counts.entry(code).or_default() += 1;
                }
            });
            self.progress.done.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            Ok((found, counts))
        };
        let chunks = (0..lines.chunks()).into_par_iter().filter(|&number| lines.is_of_lines(number));
        let joined = |mut mine: Supporting, mut theirs: Supporting| {
            mine.0.append(&mut theirs.0);
            theirs.1.into_iter().for_each(|(code, lines)| *mine.1.entry(code).or_default() += lines);
            Ok(mine)
        };
        chunks.map_init(Facts::default, of_chunk).try_reduce(Default::default, joined)
    }

    fn name(&self, metric: &str, member: u32) -> Option<String> {
        let (members, catalogue) = (self.sources.members, self.sources.catalogue);
        match metric {
            "communities" => members.communities.get(member).map(ToString::to_string),
            "households" => members.households.get(member).map(ToString::to_string),
            "custom_products" => members.products.get(member).map(ToString::to_string),
            _ => catalogue.poor_households.get(member).map(ToString::to_string),
        }
    }
}

/// The lines that support a figure, and how many have each [`Support::code`].
type Supporting = (Vec<(RowPlace, Net)>, HashMap<u32, u64>);

/// Which members a figure counts, and which lines support them.
struct Support<'a> {
    metric: &'static str,
    plan: &'a Plan<'a>,
    members: CodeSet,
    /// The sales that help any of the members.
    sales: CodeSet,
}

impl<'a> Support<'a> {
    fn new(metric: &'static str, plan: &'a Plan<'a>, all: &Group) -> Self {
        let members = match metric {
            "communities" => all.communities.clone(),
            "households" => all.households.clone(),
            "custom_products" => all.products.clone(),
            "direct_poor_households" => plan.help.households(&all.sales).0,
            _ => {
                let (direct, indirect) = plan.help.households(&all.sales);
                let alone = indirect.numbers().into_iter().filter(|&household| !direct.contains(household));
                CodeSet::of(alone, plan.catalogue.poor_households.len() + 1)
            }
        };
        let mut support = Self { metric, plan, members, sales: CodeSet::default() };
        if support.is_of_poor() {
            let helping = all.sales.numbers().into_iter().filter(|&sale| !support.helped(sale).is_empty());
            support.sales = CodeSet::of(helping, plan.bounds.sales);
        }
        support
    }

    /// Keeps one member alone.
    fn keep(&mut self, member: u32, sales: usize) {
        self.members = CodeSet::of([member], member as usize + 1);
        let helping: Vec<u32> = self.sales.numbers().into_iter().filter(|&sale| !self.helped(sale).is_empty()).collect();
        self.sales = CodeSet::of(helping, sales);
    }

    fn is_of_poor(&self) -> bool {
        self.metric.ends_with("poor_households")
    }

    /// Returns the members that this sale helps in the way that the figure is about.
    fn helped(&self, sale: u32) -> Vec<u32> {
        let (direct, indirect) = self.plan.help.households(&CodeSet::of([sale], self.plan.bounds.sales));
        let helped = if self.metric == "direct_poor_households" { direct } else { indirect };
        helped.numbers().into_iter().filter(|&member| self.members.contains(member)).collect()
    }

    /// Returns the member that a line supports or, where it may support several, its sale; `None` where it supports none.
    fn code(&self, net: &Net) -> Option<u32> {
        let traits = &net.traits;
        let (member, counts) = match self.metric {
            "communities" => (traits.community, self.plan.is_joined(traits)),
            "households" => (net.household, true),
            "custom_products" => (traits.product, self.plan.is_custom(traits)),
            _ => return Some(self.plan.help.sale(traits.supplier, traits.day)).filter(|&sale| self.sales.contains(sale)),
        };
        Some(member).filter(|&member| counts && self.members.contains(member))
    }

    /// Returns how many lines support each member, from how many have each code.
    fn by_member(&self, counts: HashMap<u32, u64>) -> HashMap<u32, u64> {
        if !self.is_of_poor() {
            return counts;
        }
        let mut members: HashMap<u32, u64> = HashMap::new();
        for (sale, lines) in counts {
            self.helped(sale).into_iter().for_each(|member| *members.entry(member).or_default() += lines);
        }
        members
    }
}
