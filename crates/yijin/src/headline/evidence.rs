//! Evidence: the lines and the members behind one figure.

use super::tally::{self, Group, Net, Plan};
use super::{Inquiry, Question};
use crate::calendar::Day;
use crate::campaign::HEADLINE;
use crate::error::{ErrorKind, Result};
use crate::fold::{CodeSet, RowPlace};
use crate::progress::Phase;
use crate::suggest::did_you_mean;
use hashbrown::HashMap;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

/// A line behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceLine {
    /// Where it stands.
    pub place: RowPlace,
    /// The order's date.
    pub order_date: Day,
    /// The community.
    pub community_id: Option<String>,
    /// The household's pseudonym.
    pub household: Option<String>,
    /// The product.
    pub product_id: Option<String>,
    /// The supplier: the ledger's, else the product's.
    pub supplier_id: Option<String>,
    /// Net quantity, in millionths of its unit.
    pub quantity: i64,
    /// Net amount, in fen.
    pub amount_fen: i64,
}

/// What stands behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// The lines, by file, sheet and row.
    pub lines: Vec<EvidenceLine>,
    /// Each member that counts (persons by pseudonym), with the number of lines by which it does.
    pub members: BTreeMap<String, u64>,
}

impl Inquiry<'_> {
    /// Returns the lines and members behind a figure.
    ///
    /// # Errors
    /// As [`Inquiry::rows`]; [`ErrorKind::UnknownName`] for a metric that does not exist, [`ErrorKind::NeedsTable`] for one that cannot be computed.
    pub fn evidence(&self, metric: &str, question: &Question) -> Result<Evidence> {
        let metric = self.metric(metric)?;
        let question = Question { by: Vec::new(), cumulative: false, ..question.clone() };
        let plan = self.plan(&question)?;
        let state = self.sources.state;
        self.progress.begin(Phase::Folding, state.lines.rows());
        let mut found = Vec::new();
        let mut all = Group::default();
        for number in 0..state.lines.chunks() {
            self.progress.check()?;
            let chunk = state.lines.chunk(number)?;
            tally::visit(&chunk, self.settled, number, &plan, |net| {
                all.add(net, &plan);
                found.push((chunk.place(net.index), *net));
            });
            self.progress.done.fetch_add(chunk.len() as u64, Ordering::Relaxed);
        }
        found.sort_unstable_by_key(|(place, _)| *place);
        let support = Support::new(metric, &plan, &all);
        let mut evidence = Evidence::default();
        let mut counts: HashMap<u32, u64> = HashMap::new();
        for (place, net) in &found {
            let members = support.members(net);
            if !members.is_empty() {
                evidence.lines.push(self.line(*place, net));
            }
            members.into_iter().for_each(|member| *counts.entry(member).or_default() += 1);
        }
        evidence.members = counts.into_iter().filter_map(|(member, lines)| Some((self.name(metric, member)?, lines))).collect();
        Ok(evidence)
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

    fn line(&self, place: RowPlace, net: &Net) -> EvidenceLine {
        let (state, catalogue) = (self.sources.state, self.sources.catalogue);
        EvidenceLine {
            place,
            order_date: Day::from_epoch(net.traits.day),
            community_id: state.communities.get(net.traits.community).map(ToString::to_string),
            household: state.households.get(net.household).map(ToString::to_string),
            product_id: state.products.get(net.traits.product).map(ToString::to_string),
            supplier_id: catalogue.suppliers.get(net.traits.supplier).map(ToString::to_string),
            quantity: net.quantity,
            amount_fen: net.amount,
        }
    }

    fn name(&self, metric: &str, member: u32) -> Option<String> {
        let (state, catalogue) = (self.sources.state, self.sources.catalogue);
        match metric {
            "communities" => state.communities.get(member).map(ToString::to_string),
            "households" => state.households.get(member).map(ToString::to_string),
            "custom_products" => state.products.get(member).map(ToString::to_string),
            _ => catalogue.poor_households.get(member).map(ToString::to_string),
        }
    }
}

/// Which members a line supports.
struct Support<'a> {
    metric: &'static str,
    plan: &'a Plan<'a>,
    direct: CodeSet,
}

impl<'a> Support<'a> {
    fn new(metric: &'static str, plan: &'a Plan<'a>, all: &Group) -> Self {
        let direct = plan.help.households(&all.spells).0;
        Self { metric, plan, direct }
    }

    fn members(&self, net: &Net) -> Vec<u32> {
        let mut of_line = Group::default();
        of_line.add(net, self.plan);
        match self.metric {
            "communities" => of_line.communities.numbers(),
            "households" => of_line.households.numbers(),
            "custom_products" => of_line.products.numbers(),
            metric => {
                let (direct, indirect) = self.plan.help.households(&of_line.spells);
                if metric == "direct_poor_households" {
                    return direct.numbers();
                }
                indirect.numbers().into_iter().filter(|&household| !self.direct.contains(household)).collect()
            }
        }
    }
}
