//! 产品目录.

use super::fault::Spoilt;
use super::{Beginning, Kind, Table, column, text_or_empty};
use crate::account::Accounts;
use crate::error::Error;
use crate::folder::Folder;
use crate::product::Product;
use crate::supplier;
use crate::value::Value;
use crate::world::World;

static PRODUCTS: Table = Table {
    name: "products",
    label: "产品目录",
    columns: &[
        column("product_id", "产品编号", Kind::Text),
        column("name", "产品名称", Kind::Text),
        column("custom", "是否定制研发", Kind::Flag),
        column("custom_since", "上线日期", Kind::Day),
        column("enterprise_id", "物业服务企业", Kind::Text),
        column("supplier_id", "供应商编号", Kind::Text),
        column("category", "品类", Kind::Text),
        column("brand", "品牌", Kind::Text),
        column("unit_weight_g", "单件重量(克)", Kind::Whole),
        column("specification", "规格", Kind::Text),
        column("origin_county", "产地县", Kind::Text),
    ],
};

const ID: usize = 0;
const NAME: usize = 1;
const CUSTOM: usize = 2;
const ORIGIN: usize = 10;

fn faults() -> Vec<Spoilt> {
    vec![
        Spoilt::DuplicateKey,
        Spoilt::ConflictingKey(NAME),
        Spoilt::Cell { column: ID, text: "", reason: "missing_product_id", key: None },
        Spoilt::Cell { column: NAME, text: "", reason: "missing_name", key: Some(ID) },
        Spoilt::Cell { column: CUSTOM, text: "", reason: "missing_custom", key: Some(ID) },
        Spoilt::Cell { column: CUSTOM, text: "也许", reason: "unknown_custom", key: Some(ID) },
        Spoilt::Cell { column: ORIGIN, text: "不存在县", reason: "unknown_county", key: Some(ID) },
    ]
}

pub(super) fn write(world: &World, folder: &mut Folder, accounts: &mut Accounts) -> Result<(), Error> {
    let beginning = Beginning { table: &PRODUCTS, faults: faults(), rows: world.products.len() as u64, turn: 2 };
    let mut file = beginning.file(world, folder)?;
    world.products.iter().try_for_each(|product| file.row(&cells(world, product)))?;
    file.finish(folder, accounts)
}

fn cells<'w>(world: &'w World, product: &'w Product) -> Vec<Value<'w>> {
    vec![
        Value::text(&product.id),
        Value::text(&product.name),
        Value::Flag(product.custom),
        Value::day(product.custom_since),
        Value::maybe(product.enterprise.map(|number| world.enterprises[number as usize].id.as_str())),
        Value::text(supplier::id(product.supplier)),
        Value::text(product.category),
        Value::text(product.brand),
        product.unit_weight_g.map_or(Value::Empty, Value::Whole),
        text_or_empty(product.specification.as_ref()),
        text_or_empty(product.origin.as_ref()),
    ]
}
