//! The truth of a campaign, counted while it is made: for each group the sets of numbers of what takes part.

use crate::account::Accounts;
use crate::bits::Bits;
use crate::calendar::{Day, END, FIRST, LAST};
use crate::order::Purchase;
use crate::register::{self, Link};
use crate::word::CHANNELS;
use crate::world::World;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

/// What takes part in one group.
struct Group {
    by: Json,
    communities: Bits,
    households: Bits,
    products: Bits,
    /// For each supplier, the days on which a line of the group names it.
    supplier_days: Vec<Bits>,
    direct: Bits,
    indirect: Bits,
    lines: u64,
    amount_fen: i64,
}

/// A row of the truth.
#[derive(Debug, Serialize)]
struct Figures {
    by: Json,
    communities: u64,
    households: u64,
    custom_products: u64,
    direct_poor_households: u64,
    indirect_poor_households: u64,
    lines: u64,
    amount_fen: i64,
}

/// The truth so far.
pub(crate) struct Truth<'w> {
    world: &'w World,
    groups: Vec<Group>,
}

const STAGES: [Option<&str>; 4] = [Some("1"), Some("2"), Some("3"), None];
const STAGE_GROUPS: usize = 1;
const PROVINCE_GROUPS: usize = STAGE_GROUPS + STAGES.len();

impl<'w> Truth<'w> {
    /// Returns the truth of an empty ledger.
    pub fn new(world: &'w World) -> Self {
        let mut by = vec![json!({})];
        by.extend(STAGES.map(|stage| json!({ "stage": stage })));
        by.extend(world.places.provinces.iter().map(|province| json!({ "province": province })));
        by.push(json!({ "province": null }));
        by.extend(CHANNELS.map(|channel| json!({ "channel": channel[0] })));
        by.push(json!({ "channel": null }));
        Self { world, groups: by.into_iter().map(|by| Group::new(by, world)).collect() }
    }

    /// Takes a line into every group it belongs to, where it counts.
    pub fn take(&mut self, purchase: &Purchase) {
        if !purchase.qualifies(END) {
            return;
        }
        for place in self.groups_of(purchase) {
            self.groups[place].take(self.world, purchase);
        }
    }

    fn groups_of(&self, purchase: &Purchase) -> [usize; 4] {
        let row = &purchase.row;
        let provinces = self.world.places.provinces.len();
        let community = row.community.map(|number| &self.world.communities[number as usize]).filter(|c| c.registered);
        let province = community.map_or(provinces, |community| community.province);
        let channel = row.channel.map_or(CHANNELS.len(), usize::from);
        let stage = row.day.stage().unwrap_or(STAGES.len() - 1);
        [0, STAGE_GROUPS + stage, PROVINCE_GROUPS + province, PROVINCE_GROUPS + provinces + 1 + channel]
    }

    /// Returns the truth as JSON, once all lines have been taken.
    pub fn finish(mut self, accounts: &Accounts) -> Json {
        self.follow_suppliers();
        for household in 0..self.world.scale.poor_households {
            for link in register::links(self.world.plan.seed, household, &self.world.scale) {
                self.groups.iter_mut().for_each(|group| group.follow(&link));
            }
        }
        let total = &self.groups[..1];
        let others = self.groups[1..].iter().filter(|group| group.lines > 0);
        let rows: Vec<Figures> = total.iter().chain(others).map(Group::figures).collect();
        json!({
            "schema_version": 1,
            "campaign": "community-power-2019",
            "as_of": END.to_string(),
            "rows": rows,
            "accounting": accounts.to_json(),
        })
    }

    /// Counts the suppliers that are registered poor households themselves.
    fn follow_suppliers(&mut self) {
        for (number, supplier) in self.world.suppliers.iter().enumerate() {
            let Some(household) = supplier.household.filter(|&number| number < self.world.scale.poor_households) else { continue };
            for group in &mut self.groups {
                if group.supplier_days[number].any(0, (END.0 - FIRST.0) as usize) {
                    group.direct.insert(household as usize);
                }
            }
        }
    }
}

impl Group {
    fn new(by: Json, world: &World) -> Self {
        let scale = &world.scale;
        let days = Bits::below((LAST.0 - FIRST.0 + 1) as usize);
        Self {
            by,
            communities: Bits::below(scale.communities as usize),
            households: Bits::below(scale.households as usize),
            products: Bits::below(scale.products as usize),
            supplier_days: vec![days; scale.suppliers as usize],
            direct: Bits::below(scale.poor_households as usize),
            indirect: Bits::below(scale.poor_households as usize),
            lines: 0,
            amount_fen: 0,
        }
    }

    fn take(&mut self, world: &World, purchase: &Purchase) {
        let row = &purchase.row;
        self.lines += 1;
        self.amount_fen += purchase.net(END).1;
        if let Some(number) = row.community.filter(|&number| has_joined(world, number)) {
            self.communities.insert(number as usize);
        }
        if let Some(household) = row.household {
            self.households.insert(household as usize);
        }
        let product = world.products.get(row.product as usize);
        if product.is_some_and(|product| product.custom && product.custom_since.is_none_or(|since| since <= row.day)) {
            self.products.insert(row.product as usize);
        }
        if let Some(supplier) = row.supplier.or(product.map(|product| product.supplier)) {
            self.supplier_days[supplier as usize].insert(day_place(row.day));
        }
    }

    /// Counts a link where a line of the group names its supplier on a day on which it holds.
    fn follow(&mut self, link: &Link) {
        let from = link.from.unwrap_or(FIRST).max(FIRST);
        let to = link.to.unwrap_or(LAST).min(LAST);
        if from > to || !self.supplier_days[link.supplier as usize].any(day_place(from), day_place(to)) {
            return;
        }
        let set = if link.is_direct() { &mut self.direct } else { &mut self.indirect };
        set.insert(link.household as usize);
    }

    fn figures(&self) -> Figures {
        Figures {
            by: self.by.clone(),
            communities: self.communities.count(),
            households: self.households.count(),
            custom_products: self.products.count(),
            direct_poor_households: self.direct.count(),
            indirect_poor_households: self.indirect.count_without(&self.direct),
            lines: self.lines,
            amount_fen: self.amount_fen,
        }
    }
}

fn has_joined(world: &World, community: u32) -> bool {
    let community = &world.communities[community as usize];
    community.registered && community.joined.is_none_or(|day| day <= END)
}

fn day_place(day: Day) -> usize {
    (day.0 - FIRST.0).max(0) as usize
}

/// Returns an object of the entries, in their order.
pub(crate) fn object(entries: impl IntoIterator<Item = (String, Json)>) -> Json {
    Json::Object(entries.into_iter().collect::<Map<_, _>>())
}
