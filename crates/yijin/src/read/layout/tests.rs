use super::memory::{Memory, delivered};
use super::{Found, Grid, Index, recognise};
use crate::campaign::Campaign;
use crate::error::Error;
use crate::read::Export;
use crate::table::TableId;
use proptest::prelude::*;
use std::sync::atomic::Ordering;

const LEDGER: &str = "订单编号|下单日期|产品编号|数量|金额|订单状态";

fn campaign(more: &str) -> Campaign {
    Campaign::parse(&format!("{}\n{more}", include_str!("../../../data/community-power-2019.toml")), "mine.toml").unwrap()
}

fn with(sheet: Memory, more: &str, wanted: Option<TableId>) -> Result<Option<Export>, Error> {
    let campaign = campaign(more);
    match recognise(sheet.boxed(), &campaign, &Index::of(&campaign.tables()), wanted)? {
        Found::Table(export) => Ok(Some(export)),
        Found::Blank => Ok(None),
        Found::Foreign(error) => Err(error),
    }
}

fn read(text: &str) -> Export {
    with(Memory::of(text), "", None).unwrap().unwrap()
}

fn message(text: &str) -> String {
    with(Memory::of(text), "", None).err().unwrap().to_string()
}

/// Returns the canonical names and units of the sheet's columns, `+` between those of one, `-` for one that nobody knows.
fn columns(export: &Export) -> String {
    let table = campaign("").tables().table(export.header.table).clone();
    let mut named = vec![Vec::new(); export.header.names.len()];
    for (&column, bound) in &export.header.bound {
        let unit: String = bound.unit.iter().map(|unit| format!("({unit})")).collect();
        named[bound.source].push(format!("{}{unit}", table.columns[column].name));
    }
    named.iter().map(|columns| if columns.is_empty() { "-".to_owned() } else { columns.join("+") }).collect::<Vec<_>>().join(" ")
}

fn numbers(export: &Export) -> Vec<u32> {
    delivered(export).into_iter().map(|(number, _)| number).collect()
}

/// Returns title, header, blank and footer rows.
fn counts(export: &Export) -> [u64; 4] {
    let tally = export.sheet.tally();
    [&tally.title_rows, &tally.header_rows, &tally.blank_rows, &tally.footer_rows].map(|count| count.load(Ordering::Relaxed))
}

#[test]
fn titles_blank_rows_and_the_footer_are_left_out_and_counted_once() {
    let export = read(&format!(
        "“社区的力量”采购台账\n\n单位：元\n{LEDGER}\nA1|2019-05-03|P1|1|9|已完成\n\nA2|2019-05-04|P1|2|18|已完成\n\
         合 计|||3|27|\n……\n制表人：某某|||||审核：某某\n备注：以上为5月数据"
    ));
    assert_eq!(numbers(&export), [5, 7]);
    assert_eq!(counts(&export), [2, 1, 2, 4]);
    assert_eq!(numbers(&export), [5, 7], "the rows are read again");
    assert_eq!(counts(&export), [2, 1, 2, 4], "and counted as before");
}

#[test]
fn a_row_with_every_required_value_is_no_footer() {
    let export = read(&format!("{LEDGER}\n合计A|2019-05-03|P1|1|9|已完成\n合计|-|/||9|"));
    assert_eq!(numbers(&export), [2]);
    for missing in ["–", "N/A", "－"] {
        assert!(numbers(&read(&format!("{LEDGER}\n合计|{missing}|P1|1|9|已完成"))).is_empty(), "{missing}");
    }
    let export = read("产品编号|产品名称|定制\n||\n|合计牌大米|是\n总计牌|大米|是");
    assert_eq!(numbers(&export), [4], "the product without an id is a footer's look-alike: it lacks what it must have");
    let export = read("企业名称|参战项目数量\n合计物业|3\n合计|3");
    assert_eq!(numbers(&export), [2]);
}

#[test]
fn signatures_and_totals_in_any_words_are_footers() {
    let footers = "本页合计|||1|9|\nTotal|||1|9|\n填报人：某某 电话19900001234|||||\n填报单位：某物业|||||\n经办人|某某||||\n复核：某某|||||\n负责人：某某|||||\n\
         日期：2019年6月|||||\n联系人：某某 电话19900001234|||||";
    let export = read(&format!("{LEDGER}\nA1|2019-05-03|P1|1|9|已完成\n{footers}"));
    assert_eq!((numbers(&export), counts(&export)), (vec![2], [0, 1, 0, 9]));
}

#[test]
fn a_blank_sheet_is_none_and_a_bare_header_is_a_table_without_rows() {
    assert!(with(Memory::of(" | \n\u{3000}|\n"), "", None).unwrap().is_none());
    assert_eq!(numbers(&read(LEDGER)), Vec::<u32>::new());
}

#[test]
fn a_header_far_below_blank_rows_is_found() {
    let blank = "|\n".repeat(100);
    let export = read(&format!("台账|\n{blank}{LEDGER}\nA1|2019-05-03|P1|1|9|已完成"));
    assert_eq!(numbers(&export), [103]);
}

#[test]
fn a_two_row_header_is_read_with_and_without_its_merged_ranges() {
    let text = "台账||||||\n订单编号|下单|产品||订单|订单信息|\n|日期|编号|名称|状态|数量|金额（万元）\nA1|2019-05-03|P1|米|已完成|1|9";
    let plain = read(text);
    let merged = with(Memory::of(text).merged(&[(1, 1, 0, 6), (2, 3, 0, 0), (2, 2, 2, 3), (2, 2, 5, 6)]), "", None).unwrap().unwrap();
    for export in [plain, merged] {
        assert_eq!(columns(&export), "order_id order_date product_id - status quantity amount(万元)");
        assert_eq!(export.header.names[..3], ["订单编号", "下单日期", "产品编号"]);
        assert_eq!((numbers(&export), counts(&export)[..2].to_vec()), (vec![4], vec![1, 2]));
    }
}

#[test]
fn a_header_merged_over_two_columns_names_the_first() {
    let export = with(Memory::of(&format!("{LEDGER}|备注|\nA1|2019-05-03|P1|1|9|已完成|x|y")).merged(&[(1, 1, 6, 7)]), "", None);
    assert_eq!(export.unwrap().unwrap().header.names[6..], ["备注", ""]);
}

#[test]
fn a_header_that_is_repeated_below_itself_is_no_row() {
    assert_eq!(numbers(&read(&format!("{LEDGER}\n{LEDGER}\nA1|2019-05-03|P1|1|9|已完成"))), [3]);
}

#[test]
fn a_project_list_takes_its_enterprise_from_the_title() {
    for title in ["物业服务企业名称：__幸福物业__", "物业服务企业名称|幸福物业", "物业服务企业名称：|幸福物业"]
    {
        let export = read(&format!(
            "附件3 参战项目列表\n{title}\n序号|城市|项目名称|物业类型|项目地址|业主户数|联系人|手机号码\n1|成都市|甲园|住宅|一路|100|甲某|13900000001\n……"
        ));
        assert_eq!(export.header.table, TableId::Projects);
        assert_eq!(columns(&export), "- city name property_type address households contact phone");
        assert_eq!(export.header.constants["enterprise_id"], "幸福物业");
        assert_eq!((numbers(&export), counts(&export)), (vec![4], [2, 1, 0, 1]));
    }
    let without = message("序号|城市|项目名称|业主户数\n1|成都市|甲园|100");
    assert!(without.contains("the nearest table is projects") && without.contains("enterprise_id"), "{without}");
}

#[test]
fn a_title_gives_amounts_their_unit() {
    let row = "A1|2019-05-03|P1|1|9|已完成";
    assert_eq!(
        columns(&read(&format!("台账（单位：万元）\n{LEDGER}\n{row}"))),
        "order_id order_date product_id quantity amount(万元) status"
    );
    assert_eq!(columns(&read(&format!("填报单位：幸福物业\n{LEDGER}\n{row}"))), "order_id order_date product_id quantity amount status");
}

#[test]
fn a_bracket_that_is_no_unit_is_refused_once_at_the_header() {
    let ledger = |quantity: &str, amount: &str| format!("订单编号|下单日期|产品编号|{quantity}|{amount}|订单状态");
    for (quantity, amount) in
        [("数量(件)", "金额(元)"), ("数量(5斤/箱)", "金额(单位：万元)"), ("数量(必填)", "金额(分)"), ("数量(㎏)", "金额")]
    {
        read(&ledger(quantity, amount));
    }
    for weight in ["单件重量(克)", "单件重量(kg/件)", "单件重量(公斤/箱)", "unit_weight_g"] {
        read(&format!("产品编号|产品名称|定制|{weight}"));
    }
    assert_eq!(
        message(&ledger("数量", "金额(含税)")),
        "expected a unit of money (元, 万元, …) in the brackets of amount, found '金额…' in column 5, whose brackets hold none \
         (a.xlsx, sheet 台账, row 1); write a unit there or take the brackets away; where they say nothing about the values, give the \
         whole header in the campaign file"
    );
    assert!(message(&ledger("数量(件/箱)", "金额")).contains("in the brackets of quantity"));
    for weight in ["单件重量(磅)", "单件重量(件)", "单件重量(5斤/箱)"] {
        assert!(message(&format!("产品编号|产品名称|定制|{weight}")).contains("in the brackets of unit_weight_g"), "{weight}");
    }
    assert!(message("企业名称|城市|项目名称|业主户数(万户)").contains("in the brackets of households"));
    read("企业名称|城市|项目名称|业主户数(万科物业)|联系人(必须)");
}

#[test]
fn a_bracket_that_the_campaign_file_spells_out_need_not_be_a_unit() {
    let sheet = || Memory::of("订单编号|下单日期|产品编号|数量|金额(含税)|订单状态");
    let header = "[headers.ledger]\namount = [\"金额（含税）\"]";
    let mapping = "[[mapping]]\ntable = \"ledger\"\ncolumns = { order_id = \"订单编号\", order_date = \"下单日期\", product_id = \"产品编号\", \
                   quantity = \"数量\", amount = \"金额(含税)\", status = \"订单状态\" }";
    for more in [header, mapping] {
        let export = with(sheet(), more, None).unwrap().unwrap();
        assert_eq!(columns(&export), "order_id order_date product_id quantity amount status");
    }
}

#[test]
fn an_ordinal_is_a_line_number_only_beside_an_order_id() {
    assert!(columns(&read(&format!("序号|{LEDGER}"))).starts_with("line_no order_id"));
    assert!(columns(&read("序号|产品编号|产品名称|定制")).starts_with("- product_id"));
}

#[test]
fn the_table_with_more_columns_wins_and_a_tie_is_refused() {
    assert_eq!(read("供应商编号|户编号|带贫方式|县").header.table, TableId::BenefitLinks);
    assert_eq!(
        message("供应商编号|户编号|带贫方式|县|村"),
        "expected the header of one table, found one that is poor_households and benefit_links equally well: \
         '供应商编号', '户编号', '带贫方式', '县', '村' (a.xlsx, sheet 台账, row 1); rename a column or map the file in a campaign file"
    );
}

#[test]
fn a_ledger_that_lacks_a_column_is_no_list_of_enterprises() {
    assert_eq!(
        message("订单编号|下单日期|产品编号|数量|金额|订单壮态|企业编号\nA1|2019-05-03|P1|1|9|已完成|E1"),
        "expected the header of a table, found '订单编号', '下单日期', '产品编号', '数量', '金额', '企业编号', 1 unknown name (a.xlsx, sheet 台账, row 1); \
         the nearest table is ledger (消费扶贫台账), of which it lacks status (订单状态); did you mean '订单状态' in column 6?; \
         add the headers to [headers] or [[mapping]] of a campaign file"
    );
}

#[test]
fn a_row_of_persons_is_not_shown() {
    for sheet in
        ["张三|13800000002|城市|a@b.c\n李四|99990119900307002X|成都|x", "王五|李四|张三\n张三|王五|李四", "城市(张三)|产品名秤|李四"]
    {
        let message = message(sheet);
        for private in ["张三", "李四", "王五", "1380000", "9999", "a@b.c"] {
            assert!(!message.contains(private), "{message}");
        }
    }
    assert!(message("张三|13800000002|城市|a@b.c").contains("found '城市', 3 unknown names ("));
}

#[test]
fn a_wanted_table_is_read_or_its_lack_named() {
    let both = "供应商编号|户编号|带贫方式|县";
    let wanted = |table| with(Memory::of(both), "", Some(table));
    assert_eq!(wanted(TableId::PoorHouseholds).unwrap().unwrap().header.table, TableId::PoorHouseholds);
    let message = wanted(TableId::Products).err().unwrap().to_string();
    assert!(
        message.contains(
            "the table asked for is products (产品目录), of which it lacks product_id (产品编号), name (产品名称), custom (定制)"
        ),
        "{message}"
    );
}

#[test]
fn two_columns_that_are_one_are_refused() {
    assert_eq!(
        message(&format!("{LEDGER}|实付金额(元)")),
        "expected one column for amount of ledger, found '金额' in column 5 and '实付金额…' in column 7 (a.xlsx, sheet 台账, row 1); rename or delete one of them"
    );
    assert!(message(&format!("{LEDGER}|订单状态")).contains("one column for status"));
}

#[test]
fn a_header_that_is_two_columns_is_refused() {
    let more = "[headers.ledger]\nchannel = [\"来源\"]\nbuyer_kind = [\"来源\"]";
    let message = with(Memory::of(&format!("{LEDGER}|来源")), more, None).err().unwrap().to_string();
    assert!(
        message.starts_with("expected a header that is one column of ledger, found '来源', which is channel and buyer_kind"),
        "{message}"
    );
}

#[test]
fn persons_are_never_read_as_households() {
    let suppliers = "供应商编号|供应商名称|供应商类型";
    for persons in ["带动贫困人数", "直接带动(人)", "带动人口", "直接带动户数（人）", "间接带动贫困人口数"]
    {
        let message = message(&format!("{suppliers}|{persons}"));
        assert!(message.contains("counts persons (人)") && message.contains("never mixed"), "{persons}: {message}");
    }
    let beside = read(&format!("{suppliers}|直接带动户数|直接带动人数|带动就业人数"));
    assert_eq!(columns(&beside), "supplier_id name kind declared_direct - -");
}

const FOREIGN: &str = "[[mapping]]\ntable = \"ledger\"\n[mapping.columns]\norder_id = \"basket_id\"\nproduct_id = \"sku\"\nquantity = \"qty\"\n\
    amount = \"Sales（元）\"\norder_date = \"time\"\n[mapping.constants]\nstatus = \"completed\"\nunit = \"件\"\n[constants.ledger]\nstatus = \"paid\"\nchannel = \"fair\"";

#[test]
fn a_foreign_export_is_read_by_its_mapping() {
    let text = "report\nBASKET_ID|sku|qty|sales(元)|time|数量|日期\n1|2|3|4|2019-05-03|9|x";
    for sheet in [Memory::of(text), Memory::typed(&["BASKET_ID", "sku", "qty", "sales(元)", "time", "数量", "日期"])] {
        let export = with(sheet, FOREIGN, None).unwrap().unwrap();
        assert_eq!(columns(&export), "order_id product_id quantity amount(元) order_date - -");
        let constants: Vec<_> = export.header.constants.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(constants, [("channel", "fair"), ("status", "completed"), ("unit", "件")]);
    }
    let lacking =
        FOREIGN.replace("[mapping.constants]\nstatus = \"completed\"\n", "[mapping.constants]\n").replace("status = \"paid\"\n", "");
    let message = with(Memory::of(text), &lacking, None).err().unwrap().to_string();
    assert!(message.contains("lacks status (订单状态)"), "{message}");
    assert_eq!(with(Memory::of(LEDGER), FOREIGN, None).unwrap().unwrap().header.constants.get("status"), None);
}

#[test]
fn one_header_fills_every_column_that_the_mapping_gives_it() {
    let more = FOREIGN.replace("order_id = \"basket_id\"", "order_id = \"basket_id\"\nline_no = \"SKU\"\nactivity_id = \"basket_id\"");
    for sheet in [Memory::of("basket_id|sku|qty|sales(元)|time"), Memory::typed(&["basket_id", "sku", "qty", "sales(元)", "time"])] {
        let export = with(sheet, &more, None).unwrap().unwrap();
        assert_eq!(columns(&export), "order_id+activity_id line_no+product_id quantity amount(元) order_date");
        assert_eq!(export.header.sources(), [0, 1, 2, 3, 4]);
    }
}

#[test]
fn a_misspelt_header_of_a_mapping_is_named_with_the_column_that_is_near() {
    for sheet in
        [Memory::of("report\nbasket_id|sku|qtty|sales(元)|time"), Memory::typed(&["basket_id", "sku", "qtty", "sales(元)", "time"])]
    {
        let message = with(sheet, FOREIGN, None).err().unwrap().to_string();
        assert!(
            message.starts_with(
                "expected every header of the campaign file's mapping for ledger, found all but 'qty' (did you mean column 3?)"
            ),
            "{message}"
        );
    }
    let message = with(Memory::of("basket_id|sku|x|y|z"), FOREIGN, None).err().unwrap().to_string();
    assert!(!message.contains("mapping for"), "{message}");
}

#[test]
fn what_stands_in_brackets_is_not_shown() {
    let message = message("订单编号|下单日期|产品编号|数量（王小明）|数量|金额|订单状态");
    assert!(message.contains("'数量…' in column 4") && !message.contains("王小明"), "{message}");
}

#[test]
fn two_headers_for_one_mapped_column_are_refused() {
    let message = with(Memory::of("basket_id|sku|qty|sales(元)|time|SKU"), FOREIGN, None).err().unwrap().to_string();
    assert!(
        message.starts_with("expected one column for product_id of ledger, found 'sku' in column 2 and 'SKU' in column 6"),
        "{message}"
    );
}

#[test]
fn a_constant_stands_in_for_a_required_column_that_is_not_there() {
    let more = "[constants.ledger]\nstatus = \"completed\"";
    let export = with(Memory::of("订单编号|下单日期|产品编号|数量|金额"), more, None).unwrap().unwrap();
    assert_eq!(export.header.constants["status"], "completed");
    assert!(with(Memory::of(LEDGER), more, None).unwrap().unwrap().header.constants.is_empty());
}

#[test]
fn a_typed_file_is_read_by_its_names() {
    let names: Vec<&str> = LEDGER.split('|').collect();
    let export = with(Memory::typed(&names), "", None).unwrap().unwrap();
    assert_eq!((export.header.table, export.sheet.names().map(<[String]>::len)), (TableId::Ledger, Some(6)));
    let message = with(Memory::typed(&["a", "b"]), "", None).err().unwrap().to_string();
    assert!(
        message.contains(
            "found 2 unknown names (a.xlsx, sheet 台账); no column of any table is among them; ledger (消费扶贫台账) needs order_id"
        ),
        "{message}"
    );
}

#[test]
fn the_shown_header_is_shortened() {
    let message = message("订单编号|下单日期|产品编号|数量|金额|社区编号|户号|单位|渠道|甲");
    assert!(message.contains("'单位', 1 more of its headers, 1 unknown name (") && !message.contains("渠道"), "{message}");
}

/// Returns a header in another spelling.
fn respelt(name: &str, how: u8) -> String {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap(),
        c => c,
    };
    match how % 6 {
        0 => name.to_owned(),
        1 => name.to_uppercase(),
        2 => name.chars().map(wide).collect(),
        3 => name.chars().flat_map(|c| [c, '\u{3000}']).collect(),
        4 => format!(" {name}\n*"),
        _ => format!("{name}\u{200b}(必填)"),
    }
}

proptest! {
    #[test]
    fn any_order_and_spelling_of_the_columns_binds_the_same(
        table in prop::sample::select(TableId::ALL.to_vec()),
        order in Just((0..20usize).collect::<Vec<_>>()).prop_shuffle(),
        picks in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 20),
    ) {
        let tables = Campaign::community_power().tables();
        let columns = &tables.table(table).columns;
        let order: Vec<usize> = order.into_iter().filter(|place| *place < columns.len()).collect();
        let names: Vec<String> = order.iter().zip(&picks).map(|(&place, (pick, how))| {
            let mut names = vec![columns[place].name.clone()];
            names.extend(columns[place].headers.clone());
            let name: &String = pick.get(&names);
            respelt(name, *how)
        }).collect();
        let header = with(Memory::rows(vec![names]), "", None).unwrap().unwrap().header;
        prop_assert_eq!(header.table, table);
        let bound: Vec<(usize, usize)> = header.bound.iter().map(|(&column, it)| (it.source, column)).collect();
        let mut given: Vec<(usize, usize)> = order.into_iter().enumerate().collect();
        given.sort_by_key(|&(_, column)| column);
        prop_assert_eq!(bound, given);
    }
}

#[test]
fn a_heading_too_long_for_a_header_is_not_carried_to_its_columns() {
    let width = 300;
    let upper: Vec<String> = (0..width).map(|column| if column == 0 { "长".repeat(1 << 10) } else { String::new() }).collect();
    let lower: Vec<String> = (0..width).map(|column| format!("列{column}")).collect();
    let sheet = Memory::rows(vec![upper, lower]).merged(&[(1, 1, 0, width as u32 - 1)]).boxed();
    assert!(Grid::of(sheet.as_ref()).unwrap().names_of_two(0).iter().all(|name| name.joined.is_none()));
}

#[test]
fn a_cell_finds_its_range_among_very_many() {
    let width = 1 << 14;
    let ranges: Vec<(u32, u32, u32, u32)> = (0..width / 2).map(|pair| (1, 2, 2 * pair, 2 * pair + 1)).collect();
    let row = || (0..width).map(|column| column.to_string()).collect::<Vec<String>>();
    let sheet = Memory::rows(vec![row(), row()]).merged(&ranges).boxed();
    let grid = Grid::of(sheet.as_ref()).unwrap();
    for column in [0, 1, 777, width as usize - 1] {
        assert_eq!(grid.merge(1, column).map(|merge| merge.first_column), Some(column / 2 * 2));
    }
    assert!(grid.merge(0, width as usize).is_none() && grid.merge(2, 0).is_none());
}
