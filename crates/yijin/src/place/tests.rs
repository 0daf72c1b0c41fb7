use super::*;
use proptest::prelude::*;

fn found(text: &str) -> Result<String, Flaw> {
    let places = Places::shipped();
    Ok(places.county(text)?.map_or_else(|| "(none)".to_owned(), |county| places.code(county).to_owned()))
}

fn list(text: &'static str) -> Vec<Vec<&'static str>> {
    text.lines().skip(1).map(|line| line.split(',').collect()).collect()
}

const POOR: &str = include_str!("../../data/poor_counties_832.csv");
const YEARS: [&str; 3] = [
    include_str!("../../data/divisions_2018.csv"),
    include_str!("../../data/divisions_2019.csv"),
    include_str!("../../data/divisions_2020.csv"),
];

#[test]
fn every_one_of_the_832_is_found_by_code_and_by_name() {
    let places = Places::shipped();
    let rows = list(POOR);
    let mut counties = Vec::new();
    for row in &rows {
        let county = places.county(row[0]).unwrap().unwrap();
        assert_eq!(places.exit_year(county), row[4].parse().ok(), "{row:?}");
        for name in [row[3], row[5]].into_iter().filter(|name| !name.is_empty()) {
            let prefecture = if row[1] == row[2] { "" } else { row[2] };
            assert_eq!(places.county(&format!("{}{prefecture}{name}", row[1])), Ok(Some(county)), "{row:?}");
        }
        for old in row[6].split(';').filter(|old| !old.is_empty()) {
            assert_eq!(places.county(old), Ok(Some(county)), "{row:?}");
        }
        counties.push(county);
    }
    counties.sort_unstable();
    counties.dedup();
    assert_eq!(counties.len(), 832);
}

#[test]
fn every_county_of_three_years_is_found_by_code_and_by_full_name() {
    let places = Places::shipped();
    for rows in YEARS.map(list) {
        let name = |code: &str| rows.iter().find(|row| row[0] == code).map_or("", |row| row[2]);
        for row in rows.iter().filter(|row| row[1] == "county") {
            let county = places.county(row[0]).unwrap().unwrap();
            let province = format!("{}0000", &row[0][..2]);
            let prefecture = if row[3] == province { "" } else { name(row[3]) };
            assert_eq!(places.county(&format!("{}{prefecture}{}", name(&province), row[2])), Ok(Some(county)), "{row:?}");
            assert_eq!(places.province_of(county), name(&province));
        }
    }
}

#[test]
fn a_county_in_any_joining_of_its_names() {
    for text in [
        "513429",
        "布拖县",
        "布拖",
        "四川省凉山州布拖县",
        "四川 凉山 布拖县",
        "四川省/凉山彝族自治州/布拖县",
        "四川-凉山州-布拖",
        "凉山布拖",
        "５１３４２９",
        "四川省布拖县",
    ] {
        assert_eq!(found(text), Ok("513429".to_owned()), "{text}");
    }
    for (text, code) in [
        ("湖北恩施州恩施市", "422801"),
        ("内蒙古赤峰市城区", "Unknown"),
        ("内蒙古兴安盟阿尔山市", "152202"),
        ("广西百色田阳", "451003"),
        ("新疆喀什地区疏附县", "653121"),
        ("北京市朝阳区", "110105"),
        ("北京市北京市朝阳区", "110105"),
        ("北京市市辖区朝阳区", "110105"),
        ("重庆市城口县", "500229"),
        ("长春朝阳区", "220104"),
        ("河南省济源市", "419001"),
        ("云南省大理州大理", "532901"),
        ("山西省晋城市城区", "140502"),
        ("互助县", "630223"),
    ] {
        let expected = if code == "Unknown" { Err(Flaw::Unknown) } else { Ok(code.to_owned()) };
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn retired_codes_and_names_lead_to_the_place_of_2020() {
    for (text, code) in [
        ("520221", "520204"),
        ("水城县", "520204"),
        ("110228", "110118"),
        ("密云县", "110118"),
        ("632121", "630203"),
        ("130429", "130408"),
        ("同仁县", "632301"),
        ("乃东县", "540502"),
        ("西藏昌都地区江达县", "540321"),
        ("吉林省四平市公主岭市", "220184"),
        ("山东省莱芜市莱城区", "370116"),
        ("茫崖行委", "632803"),
        ("大柴旦行委", "632857"),
        ("350427", "350427"),
        ("510724", "510705"),
        ("四川省绵阳市北川羌族自治县", "510726"),
        ("469003", "460400"),
        ("海南省儋州市", "460400"),
        ("东莞", "441900"),
    ] {
        assert_eq!(found(text), Ok(code.to_owned()), "{text}");
    }
}

#[test]
fn every_retired_code_until_2020_is_found() {
    for row in list(include_str!("../../data/division_changes_2012_2021.csv")) {
        // The three groups of islands (2012) became 三沙市 as a whole, which has counties of its own.
        if row[3] <= "2020" && !row[0].ends_with("00") && row[4] != "460300" {
            assert!(found(row[0]).is_ok(), "{row:?}");
        }
    }
}

#[test]
fn the_names_that_several_counties_shared_in_2019_are_ambiguous() {
    let counties: Vec<_> = list(YEARS[1]).into_iter().filter(|row| row[1] == "county").map(|row| row[2]).collect();
    let mut shared: Vec<_> = counties.iter().filter(|name| counties.iter().filter(|other| other == name).count() > 1).collect();
    shared.sort_unstable();
    shared.dedup();
    assert_eq!(shared.len(), 29);
    for name in shared {
        assert_eq!(found(name), Err(Flaw::AmbiguousCounty), "{name}");
    }
    for name in ["山西省城区", "朝阳", "大理", "海南", "辽宁朝阳"] {
        assert_eq!(found(name), Err(Flaw::AmbiguousCounty), "{name}");
    }
}

#[test]
fn what_is_no_county() {
    for text in ["四川省", "凉山州", "110000", "110100", "999999", "某县", "云南省布拖县", "布拖县某村", "城"] {
        assert_eq!(found(text), Err(Flaw::Unknown), "{text}");
    }
    assert_eq!(found("无"), Ok("(none)".to_owned()));
    assert_eq!(found(" / "), Ok("(none)".to_owned()));
}

#[test]
fn full_names_repeat_nothing() {
    let places = Places::shipped();
    let full = |text: &str| places.full_name(places.county(text).unwrap().unwrap());
    assert_eq!(full("布拖"), "四川省凉山彝族自治州布拖县");
    assert_eq!(full("城口县"), "重庆市城口县");
    assert_eq!(full("济源市"), "河南省济源市");
}

#[test]
fn cities_of_communities() {
    let places = Places::shipped();
    for (text, province, city) in [
        ("北京", "北京市", "北京市"),
        ("北京市朝阳区", "北京市", "北京市"),
        ("成都", "四川省", "成都市"),
        ("四川省成都市", "四川省", "成都市"),
        ("四川 成都", "四川省", "成都市"),
        ("四川省成都市武侯区", "四川省", "成都市"),
        ("四川省成都市高新区", "四川省", "成都市"),
        ("朝阳", "辽宁省", "朝阳市"),
        ("吉林市", "吉林省", "吉林市"),
        ("吉林省吉林市", "吉林省", "吉林市"),
        ("恩施", "湖北省", "恩施土家族苗族自治州"),
        ("大理市", "云南省", "大理白族自治州"),
        ("仙桃", "湖北省", "仙桃市"),
        ("石河子市", "新疆维吾尔自治区", "石河子市"),
        ("东莞", "广东省", "东莞市"),
        ("莱芜市", "山东省", "济南市"),
        ("布拖县", "四川省", "凉山彝族自治州"),
        ("510100", "四川省", "成都市"),
        ("110000", "北京市", "北京市"),
        ("香港", "香港特别行政区", "香港特别行政区"),
    ] {
        assert_eq!(places.city(text), Some(City { province, city }), "{text}");
    }
    for text in ["朝阳区", "吉林", "海南", "四川省", "", "无", "某市", "999999", "四川省北京市"] {
        assert_eq!(places.city(text), None, "{text}");
    }
}

#[test]
fn every_prefecture_is_a_city_by_its_full_name() {
    let places = Places::shipped();
    for row in YEARS.iter().flat_map(|year| list(year)).filter(|row| row[1] == "prefecture") {
        assert_eq!(places.city(row[2]).map(|city| city.city), Some(row[2]), "{row:?}");
    }
}

#[test]
fn provinces_in_full_and_in_short() {
    let places = Places::shipped();
    for (text, name) in [
        ("四川", "四川省"),
        ("四川省", "四川省"),
        ("内蒙古", "内蒙古自治区"),
        ("广西", "广西壮族自治区"),
        ("新疆", "新疆维吾尔自治区"),
        ("510000", "四川省"),
    ] {
        assert_eq!(places.province(text), Some(name), "{text}");
    }
    assert_eq!(places.province("成都"), None);
}

proptest! {
    #[test]
    fn no_text_panics(raw in any::<String>(), odd in "[四川省凉山州布拖县北京市朝阳区城吉林海南/ 0-9]{0,12}") {
        let places = Places::shipped();
        let _ = (places.county(&raw), places.city(&raw), places.county(&odd), places.city(&odd), places.province(&odd));
    }
}
