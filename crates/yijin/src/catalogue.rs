//! The catalogue: what the reference tables say of the members that the ledger names.

use crate::calendar::Day;
use crate::campaign::Campaign;
use crate::clean::Cleaner;
use crate::fold::line::weight;
use crate::fold::members::{Member, Members, Names, People};
use crate::fold::{CodeSet, Numbering};
use crate::records::{NONE, Records};
use crate::reference::Reference;
use crate::table::{Table, TableId};

/// How a poor household is helped by a supplier, and when.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// The household's number in [`Catalogue::poor_households`].
    pub household: u32,
    /// The first day, since 1970.
    pub from: i32,
    /// The last day.
    pub to: i32,
    /// Whether the mechanism is direct.
    pub direct: bool,
}

/// What is known of a ledger's members: each vector is by member number, and its first place stands for none.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// For each community, its row among the projects.
    pub project: Vec<Option<u32>>,
    /// For each community, the day from which it counts ([`Day::MAX`]: never).
    joined: Vec<Day>,
    /// For each product, its row among the products.
    pub product: Vec<Option<u32>>,
    /// For each product, the day from which it counts as custom-developed ([`Day::MAX`]: never).
    pub custom_since: Vec<Day>,
    /// For each product, the grams of one piece, or [`weight::UNKNOWN`].
    pub piece_grams: Vec<i64>,
    /// Every supplier: the ledger's in its numbers, then those that only the products or suppliers name.
    pub suppliers: Names,
    /// For each product, its supplier.
    pub product_supplier: Vec<u32>,
    /// Every enterprise: the ledger's in its numbers, then those that only the projects name.
    pub enterprises: Names,
    /// For each community, its enterprise.
    pub community_enterprise: Vec<u32>,
    /// The poor households that can count.
    pub poor_households: People,
    /// For each supplier, its links.
    pub links: Vec<Vec<Link>>,
}

/// A column of a reference table.
struct Column<'a> {
    records: &'a Records,
    values: &'a [i64],
}

impl<'a> Column<'a> {
    fn of(reference: &'a Reference, table: &Table, name: &str) -> Option<Self> {
        let records = reference.get(&table.id)?;
        let values = table.column(name).and_then(|column| records.columns.get(column)).map_or(&[][..], Vec::as_slice);
        Some(Self { records, values })
    }

    fn value(&self, row: usize) -> Option<i64> {
        self.values.get(row).copied().filter(|&value| value != NONE)
    }

    fn name(&self, row: usize) -> Option<&'a str> {
        self.records.name(self.value(row)?)
    }

    fn day(&self, row: usize) -> Option<Day> {
        self.value(row).map(|days| Day::from_epoch(days as i32))
    }
}

impl Catalogue {
    /// Returns the catalogue of a ledger's members.
    #[must_use]
    pub fn new(members: &Numbering, reference: &Reference, campaign: &Campaign, cleaner: &Cleaner) -> Self {
        let mut catalogue = Self { suppliers: members.suppliers.clone(), enterprises: members.enterprises.clone(), ..Self::default() };
        catalogue.add_projects(members, reference, cleaner);
        catalogue.add_products(members, reference, cleaner);
        catalogue.add_links(reference, campaign, cleaner);
        catalogue
    }

    /// Returns the day from which a community counts ([`Day::MAX`]: never). One that was numbered later is in no table of projects, and counts
    /// where there is none.
    #[must_use]
    pub fn joined(&self, community: u32) -> Day {
        self.joined.get(community as usize).copied().unwrap_or(Day::MIN)
    }

    fn add_projects(&mut self, members: &Numbering, reference: &Reference, cleaner: &Cleaner) {
        let communities = members.communities.len() + 1;
        let table = cleaner.tables().table(TableId::Projects);
        let column = |name| Column::of(reference, table, name);
        let (Some(id), Some(joined), Some(enterprise)) = (column("community_id"), column("joined_on"), column("enterprise_id")) else {
            self.project = vec![None; communities];
            self.joined = vec![Day::MIN; communities];
            self.community_enterprise = vec![0; communities];
            return;
        };
        self.project = rows_of(&members.communities, &id);
        let rows = |row: &Option<u32>| row.map(|row| row as usize);
        self.joined = self.project.iter().map(|row| rows(row).map_or(Day::MAX, |row| joined.day(row).unwrap_or(Day::MIN))).collect();
        let enterprises = &mut self.enterprises;
        self.community_enterprise = self
            .project
            .iter()
            .map(|row| rows(row).and_then(|row| enterprise.name(row)).map_or(0, |name| enterprises.number(name)))
            .collect();
    }

    fn add_products(&mut self, members: &Numbering, reference: &Reference, cleaner: &Cleaner) {
        let products = members.products.len() + 1;
        let table = cleaner.tables().table(TableId::Products);
        let column = |name| Column::of(reference, table, name);
        let (Some(id), Some(custom), Some(since)) = (column("product_id"), column("custom"), column("custom_since")) else {
            self.product = vec![None; products];
            self.custom_since = vec![Day::MAX; products];
            self.piece_grams = vec![weight::UNKNOWN; products];
            self.product_supplier = vec![0; products];
            return;
        };
        let yes = cleaner.words("flag").iter().position(|word| word == "true").map(|code| code as i64 + 1);
        let (grams, supplier) = (column("unit_weight_g"), column("supplier_id"));
        self.product = rows_of(&members.products, &id);
        for row in self.product.iter().map(|row| row.map(|row| row as usize)) {
            let is_custom = row.is_some_and(|row| custom.value(row).is_some() && custom.value(row) == yes);
            self.custom_since.push(if is_custom { row.and_then(|row| since.day(row)).unwrap_or(Day::MIN) } else { Day::MAX });
            self.piece_grams.push(row.and_then(|row| grams.as_ref()?.value(row)).unwrap_or(weight::UNKNOWN));
            let name = row.and_then(|row| supplier.as_ref()?.name(row));
            self.product_supplier.push(name.map_or(0, |name| self.suppliers.number(name)));
        }
    }

    fn add_links(&mut self, reference: &Reference, campaign: &Campaign, cleaner: &Cleaner) {
        let (table, policy) = (cleaner.tables().table(TableId::BenefitLinks), &campaign.policy);
        if let Some(records) = reference.get(&TableId::BenefitLinks) {
            let words = cleaner.words("mechanism");
            // Links name a supplier and a household often: each is looked up once.
            let (mut suppliers, mut households) = (Numbers::of(&records.names), Numbers::of(&records.people));
            let places = ["supplier_id", "poor_household_id", "mechanism", "valid_from", "valid_to"].map(|name| table.column(name));
            let held = (0..records.len()).map(|row| places.map(|place| records.columns.get(place?)?.get(row).copied()));
            let unregistered = records.unregistered.iter().filter(|_| !policy.register_required);
            let unregistered = unregistered.map(|row| places.map(|place| row.get(place?).copied()));
            for row in held.chain(unregistered) {
                let [Some(name), Some(person), Some(mechanism), from, to] = row.map(|value| value.filter(|&value| value != NONE)) else {
                    continue;
                };
                let Some(word) = words.get(mechanism as usize - 1) else { continue };
                let direct = policy.direct.contains(word);
                if !direct && !policy.indirect.contains(word) {
                    continue;
                }
                let dated = |day: Option<i64>| day.filter(|_| policy.link_dates).map(|day| day as i32);
                let (from, to) = (dated(from).unwrap_or(i32::MIN), dated(to).unwrap_or(i32::MAX));
                let household = households.number(person, &mut self.poor_households);
                let supplier = suppliers.number(name, &mut self.suppliers);
                self.link(supplier, Link { household, from, to, direct });
            }
        }
        self.add_poor_suppliers(reference, campaign, cleaner);
        self.links.resize_with(self.suppliers.len() + 1, Vec::new);
    }

    /// Links each supplier that is itself a registered poor household to that household: directly, on every day.
    fn add_poor_suppliers(&mut self, reference: &Reference, campaign: &Campaign, cleaner: &Cleaner) {
        let table = cleaner.tables().table(TableId::Suppliers);
        let column = |name| Column::of(reference, table, name);
        let (Some(id), Some(kind), Some(household)) = (column("supplier_id"), column("kind"), column("poor_household_id")) else { return };
        let poor = cleaner.words("supplier_kind").iter().position(|word| word == "poor_household").map(|code| code as i64 + 1);
        let register = if campaign.policy.register_required { Register::new(reference, cleaner) } else { Register::all() };
        for row in (0..id.records.len()).filter(|&row| kind.value(row) == poor) {
            let person = household.value(row).and_then(|number| household.records.people.get(number as u32));
            if let (Some(name), Some(person)) = (id.name(row), person.filter(|person| register.holds(person))) {
                let (supplier, household) = (self.suppliers.number(name), self.poor_households.number(person));
                self.link(supplier, Link { household, from: i32::MIN, to: i32::MAX, direct: true });
            }
        }
    }

    fn link(&mut self, supplier: u32, link: Link) {
        if self.links.len() <= supplier as usize {
            self.links.resize_with(supplier as usize + 1, Vec::new);
        }
        self.links[supplier as usize].push(link);
    }
}

/// The numbers that members of one numbering have in another, as far as they have been asked for.
struct Numbers<'a, T: Member> {
    members: &'a Members<T>,
    known: Vec<u32>,
}

impl<'a, T: Member> Numbers<'a, T> {
    fn of(members: &'a Members<T>) -> Self {
        Self { members, known: vec![0; members.len() + 1] }
    }

    /// Returns the number that a member has in `others`, to which it is added where it is new.
    fn number(&mut self, member: i64, others: &mut Members<T>) -> u32 {
        let known = &mut self.known[member as usize];
        if let (0, Some(found)) = (*known, self.members.get(member as u32)) {
            *known = others.number(found.key());
        }
        *known
    }
}

/// The register of poor households; where none is given, every household counts. (Links to others have been set aside.)
struct Register(Option<CodeSet>, People);

impl Register {
    /// Returns the register that holds everyone.
    fn all() -> Self {
        Self(None, People::default())
    }

    fn new(reference: &Reference, cleaner: &Cleaner) -> Self {
        let table = cleaner.tables().table(TableId::PoorHouseholds);
        let Some(id) = Column::of(reference, table, "poor_household_id") else { return Self::all() };
        let numbers = (0..id.records.len()).filter_map(|row| id.value(row)).map(|number| number as u32);
        Self(Some(CodeSet::of(numbers, id.records.people.len() + 1)), id.records.people.clone())
    }

    fn holds(&self, person: &crate::person::Pseudonym) -> bool {
        self.0.as_ref().is_none_or(|registered| registered.contains(self.1.find(person)))
    }
}

/// Returns for each name its row in a table that is keyed by `id`.
fn rows_of(names: &Names, id: &Column<'_>) -> Vec<Option<u32>> {
    let mut rows = vec![None; names.len() + 1];
    for row in 0..id.records.len() {
        let number = id.name(row).map_or(0, |name| names.find(name));
        if number != 0 {
            rows[number as usize] = Some(row as u32);
        }
    }
    rows
}
