//! Names of divisions: what remains of one when its kind is left out (布拖县 → 布拖, 凉山彝族自治州 → 凉山).

/// The nationalities in the names of autonomous places, as they stand before 族.
const NATIONALITIES: [&str; 46] = [
    "哈萨克",
    "塔吉克",
    "柯尔克孜",
    "维吾尔",
    "鄂伦春",
    "鄂温克",
    "达斡尔",
    "土家",
    "布依",
    "傈僳",
    "拉祜",
    "布朗",
    "哈尼",
    "毛南",
    "仫佬",
    "仡佬",
    "景颇",
    "撒拉",
    "保安",
    "东乡",
    "裕固",
    "朝鲜",
    "蒙古",
    "锡伯",
    "独龙",
    "普米",
    "回",
    "藏",
    "苗",
    "彝",
    "壮",
    "侗",
    "瑶",
    "白",
    "傣",
    "黎",
    "佤",
    "畲",
    "水",
    "土",
    "羌",
    "怒",
    "满",
    "各",
    "纳西",
    "阿昌",
];

/// The nationalities that stand in names without 族.
const BARE: [&str; 6] = ["哈萨克", "塔吉克", "柯尔克孜", "维吾尔", "蒙古", "锡伯"];

/// The endings that say what kind of county a place is; a longer one stands before one that it ends with.
const COUNTY_KINDS: [&str; 11] = ["行政委员会", "自治县", "自治旗", "联合旗", "行委", "林区", "特区", "县", "区", "市", "旗"];

/// The endings that say what kind of prefecture or province a place is.
const REGION_KINDS: [&str; 8] = ["特别行政区", "自治区", "自治州", "地区", "省", "市", "州", "盟"];

/// Returns the short forms of a county's name, without the name itself: 布拖 of 布拖县; 互助 and 互助县 of 互助土族自治县. A
/// single character is no short form.
pub(super) fn short_county(name: &str) -> Vec<String> {
    let Some((body, kind)) = COUNTY_KINDS.iter().find_map(|kind| Some((name.strip_suffix(kind)?, *kind))) else { return Vec::new() };
    let stem = without_nationalities(body);
    let mut forms = vec![stem.to_owned()];
    match kind {
        "自治县" => forms.push(format!("{stem}县")),
        "自治旗" | "联合旗" => forms.push(format!("{stem}旗")),
        _ => {}
    }
    forms.retain(|form| form.chars().count() >= 2);
    forms
}

/// Returns the short forms of a province's or prefecture's name: 四川 of 四川省; 凉山 and 凉山州 of 凉山彝族自治州.
pub(super) fn short_region(name: &str) -> Vec<String> {
    let Some((body, kind)) = REGION_KINDS.iter().find_map(|kind| Some((name.strip_suffix(kind)?, *kind))) else { return Vec::new() };
    let stem = without_nationalities(body);
    let mut forms = vec![stem.to_owned()];
    if kind == "自治州" {
        forms.push(format!("{stem}州"));
    }
    forms
}

/// Returns a name without the nationalities at its end, which at least two characters stand before.
fn without_nationalities(name: &str) -> &str {
    let mut rest = name;
    while let Some(shorter) = without_nationality(rest).filter(|it| it.chars().count() >= 2) {
        rest = shorter;
    }
    if rest.chars().count() > 2 { rest.strip_suffix('族').unwrap_or(rest) } else { rest }
}

fn without_nationality(name: &str) -> Option<&str> {
    match name.strip_suffix('族') {
        Some(body) => NATIONALITIES.iter().find_map(|nationality| body.strip_suffix(nationality)),
        None => BARE.iter().find_map(|nationality| name.strip_suffix(nationality)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_of_counties() {
        for (name, forms) in [
            ("布拖县", vec!["布拖"]),
            ("西昌市", vec!["西昌"]),
            ("城区", vec![]),
            ("朗县", vec![]),
            ("互助土族自治县", vec!["互助", "互助县"]),
            ("积石山保安族东乡族撒拉族自治县", vec!["积石山", "积石山县"]),
            ("东乡族自治县", vec!["东乡", "东乡县"]),
            ("塔什库尔干塔吉克自治县", vec!["塔什库尔干", "塔什库尔干县"]),
            ("鄂温克族自治旗", vec!["鄂温克", "鄂温克旗"]),
            ("鄂伦春自治旗", vec!["鄂伦春", "鄂伦春旗"]),
            ("龙胜各族自治县", vec!["龙胜", "龙胜县"]),
            ("神农架林区", vec!["神农架"]),
            ("大柴旦行政委员会", vec!["大柴旦"]),
        ] {
            assert_eq!(short_county(name), forms, "{name}");
        }
    }

    #[test]
    fn short_forms_of_regions() {
        for (name, forms) in [
            ("四川省", vec!["四川"]),
            ("内蒙古自治区", vec!["内蒙古"]),
            ("广西壮族自治区", vec!["广西"]),
            ("新疆维吾尔自治区", vec!["新疆"]),
            ("香港特别行政区", vec!["香港"]),
            ("凉山彝族自治州", vec!["凉山", "凉山州"]),
            ("黔东南苗族侗族自治州", vec!["黔东南", "黔东南州"]),
            ("巴音郭楞蒙古自治州", vec!["巴音郭楞", "巴音郭楞州"]),
            ("大兴安岭地区", vec!["大兴安岭"]),
            ("锡林郭勒盟", vec!["锡林郭勒"]),
        ] {
            assert_eq!(short_region(name), forms, "{name}");
        }
    }
}
