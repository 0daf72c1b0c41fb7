//! Arrow arrays as columns of raw cells: what each type of a typed file means.
//!
//! Text stays text, whole numbers and decimals stay exact, and a 32-bit float is the shortest decimal that names it (12.1, not
//! 12.1000003815). A moment with a time zone is turned to China standard time; one without is taken as such. A list of texts
//! is its texts joined by `;`. Columns of other types are refused by name, if they are asked for.

use super::Place;
use crate::cell::CellColumn;
use crate::error::{Error, ErrorKind, Result};
use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date64Type, Float32Type, Float64Type, Int32Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt64Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, Int64Array, ListArray, PrimitiveArray};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use std::sync::Arc;

/// Microseconds by which China standard time is ahead of UTC.
const CHINA: i64 = 8 * 3_600_000_000;

/// The digits of the widest decimal that is read.
const DIGITS: u8 = 38;

/// Returns the names of a schema's columns.
#[must_use]
pub fn names(schema: &Schema) -> Vec<String> {
    schema.fields().iter().map(|field| field.name().clone()).collect()
}

/// A column to be turned into cells: what it is called and where it stands, for errors.
#[derive(Debug, Clone, Copy)]
pub struct Header<'a> {
    /// Where the column stands.
    pub place: &'a Place,
    /// Its name.
    pub name: &'a str,
}

/// Returns the cells of an array.
///
/// # Errors
/// [`ErrorKind::BadHeader`] for a type that holds no cells, or values beyond what a cell holds.
pub fn cells(array: &ArrayRef, header: Header<'_>) -> Result<CellColumn> {
    Ok(match array.data_type() {
        DataType::Null => CellColumn::Empty(array.len()),
        DataType::Utf8 => CellColumn::Text(array.as_string::<i32>().clone()),
        DataType::LargeUtf8 | DataType::Utf8View => cells(&cast(array, &DataType::Utf8, header)?, header)?,
        DataType::Dictionary(_, values) if is_text(values) => coded(array, header)?,
        DataType::Dictionary(_, values) => cells(&cast(array, values, header)?, header)?,
        DataType::RunEndEncoded(_, values) => cells(&cast(array, values.data_type(), header)?, header)?,
        kind if kind.is_integer() => integers(array, header)?,
        DataType::Float16 | DataType::Float64 => CellColumn::Real(cast(array, &DataType::Float64, header)?.as_primitive().clone()),
        DataType::Float32 => CellColumn::Real(shortest(array.as_primitive())),
        DataType::Decimal32(_, scale) | DataType::Decimal64(_, scale) | DataType::Decimal128(_, scale) | DataType::Decimal256(_, scale) => {
            CellColumn::Decimal(cast(array, &DataType::Decimal128(DIGITS, *scale), header)?.as_primitive().clone())
        }
        DataType::Date32 => CellColumn::Day(array.as_primitive().clone()),
        DataType::Date64 => CellColumn::Day(convert(array.as_primitive::<Date64Type>(), header, day_of)?),
        DataType::Timestamp(unit, zone) => CellColumn::Moment(moments(array, *unit, zone.is_some(), header)?),
        DataType::Boolean => CellColumn::Flag(array.as_boolean().clone()),
        DataType::List(_) | DataType::LargeList(_) | DataType::ListView(_) | DataType::LargeListView(_) | DataType::FixedSizeList(..) => {
            joined(array, header)?
        }
        other => return Err(bad_type(other, header)),
    })
}

/// Returns whether a type holds text.
#[must_use]
pub fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

fn cast(array: &ArrayRef, to: &DataType, header: Header<'_>) -> Result<ArrayRef> {
    let strict = arrow_cast::CastOptions { safe: false, ..Default::default() };
    arrow_cast::cast_with_options(array, to, &strict).map_err(|_| unfit(array.data_type(), header))
}

fn coded(array: &ArrayRef, header: Header<'_>) -> Result<CellColumn> {
    let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let array = if *array.data_type() == kind { array.clone() } else { cast(array, &kind, header)? };
    let array = array.as_dictionary::<Int32Type>();
    let values = array.values().as_string::<i32>().clone();
    let known = |code: i32| usize::try_from(code).is_ok_and(|code| code < values.len());
    // What stands where there is no code is nothing that counts.
    let all_known = array.keys().values().iter().fold(true, |all, &code| all & known(code));
    if !all_known && !array.keys().iter().flatten().all(known) {
        return Err(unfit(&kind, header));
    }
    Ok(CellColumn::Coded { codes: array.keys().clone(), values })
}

/// Returns whole numbers; as decimals where one of them is too great for 64 bits with a sign.
fn integers(array: &ArrayRef, header: Header<'_>) -> Result<CellColumn> {
    let great = |value: u64| i64::try_from(value).is_err();
    if *array.data_type() == DataType::UInt64 && array.as_primitive::<UInt64Type>().iter().flatten().any(great) {
        return Ok(CellColumn::Decimal(cast(array, &DataType::Decimal128(DIGITS, 0), header)?.as_primitive().clone()));
    }
    let array: Int64Array = cast(array, &DataType::Int64, header)?.as_primitive().clone();
    Ok(CellColumn::Integer(array))
}

fn shortest(array: &PrimitiveArray<Float32Type>) -> PrimitiveArray<Float64Type> {
    array.unary(|value| value.to_string().parse().unwrap_or_else(|_| f64::from(value)))
}

fn day_of(milliseconds: i64) -> Option<i32> {
    i32::try_from(milliseconds.div_euclid(86_400_000)).ok()
}

fn moments(array: &ArrayRef, unit: TimeUnit, zoned: bool, header: Header<'_>) -> Result<PrimitiveArray<TimestampMicrosecondType>> {
    let ahead = if zoned { CHINA } else { 0 };
    let scaled = |value: i64, scale: i64| value.checked_mul(scale)?.checked_add(ahead);
    match unit {
        TimeUnit::Second => convert(array.as_primitive::<TimestampSecondType>(), header, |value| scaled(value, 1_000_000)),
        TimeUnit::Millisecond => convert(array.as_primitive::<TimestampMillisecondType>(), header, |value| scaled(value, 1_000)),
        TimeUnit::Microsecond => convert(array.as_primitive::<TimestampMicrosecondType>(), header, |value| scaled(value, 1)),
        TimeUnit::Nanosecond => {
            convert(array.as_primitive::<TimestampNanosecondType>(), header, |value| scaled(value.div_euclid(1_000), 1))
        }
    }
}

/// Converts each value that is not null; one that does not fit is an error.
fn convert<A: ArrowPrimitiveType, B: ArrowPrimitiveType>(
    array: &PrimitiveArray<A>,
    header: Header<'_>,
    value: impl Fn(A::Native) -> Option<B::Native>,
) -> Result<PrimitiveArray<B>> {
    array.try_unary(|it| value(it).ok_or_else(|| unfit(array.data_type(), header)))
}

/// Returns lists of texts as texts; an empty list is null.
fn joined(array: &ArrayRef, header: Header<'_>) -> Result<CellColumn> {
    let kind = array.data_type();
    let item = match kind {
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::ListView(field)
        | DataType::LargeListView(field)
        | DataType::FixedSizeList(field, _) => field,
        _ => return Err(bad_type(kind, header)),
    };
    if !is_text(item.data_type()) {
        return Err(bad_type(kind, header));
    }
    let item = Field::new(item.name(), DataType::Utf8, true);
    let lists = cast(array, &DataType::List(Arc::new(item)), header)?;
    let lists: &ListArray = lists.as_list::<i32>();
    let mut texts = StringBuilder::with_capacity(lists.len(), 0);
    for list in lists.iter() {
        let parts: Vec<String> =
            list.iter().flat_map(|it| it.as_string::<i32>().iter().flatten().map(str::to_owned).collect::<Vec<_>>()).collect();
        texts.append_option(Some(parts.join(";")).filter(|_| !parts.is_empty()));
    }
    Ok(CellColumn::Text(texts.finish()))
}

fn bad_type(kind: &DataType, header: Header<'_>) -> Error {
    refused(
        "a column of text, numbers, dates, moments, truth values or lists of texts",
        format!("one of type {}", short(kind)),
        "store it as text, or leave the column out",
        header,
    )
}

fn unfit(kind: &DataType, header: Header<'_>) -> Error {
    refused(
        "values that fit 38 digits, 64-bit times and 2 GiB of text a block",
        format!("one of type {} that does not", short(kind)),
        "mend that value, or store the column as text",
        header,
    )
}

fn refused(expected: &str, found: String, remedy: &str, header: Header<'_>) -> Error {
    let mut position = header.place.position();
    position.column = Some(header.name.to_owned());
    ErrorKind::BadHeader { expected: expected.to_owned(), found, position, remedy: remedy.to_owned() }.into()
}

fn short(kind: &DataType) -> String {
    kind.to_string().chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Cell;
    use arrow_array::*;
    use arrow_buffer::i256;

    fn place() -> Place {
        Place { file: Arc::from("t.parquet"), sheet: None }
    }

    fn read(array: impl Array + 'static) -> Result<CellColumn> {
        cells(&(Arc::new(array) as ArrayRef), Header { place: &place(), name: "金额" })
    }

    #[test]
    fn text_is_text_however_it_is_stored() {
        let texts = vec![Some("甲"), None, Some("")];
        for column in [
            read(StringArray::from(texts.clone())).unwrap(),
            read(LargeStringArray::from(texts.clone())).unwrap(),
            read(StringViewArray::from(texts.clone())).unwrap(),
            read(texts.iter().copied().collect::<DictionaryArray<types::Int8Type>>()).unwrap(),
        ] {
            assert_eq!([column.cell(0), column.cell(1), column.cell(2)], [Cell::Text("甲"), Cell::Empty, Cell::Text("")]);
        }
        assert!(matches!(read(texts.into_iter().collect::<DictionaryArray<types::UInt16Type>>()), Ok(CellColumn::Coded { .. })));
    }

    #[test]
    fn whole_numbers_stay_exact() {
        assert_eq!(read(Int8Array::from(vec![-3])).unwrap().cell(0), Cell::Integer(-3));
        assert_eq!(read(UInt64Array::from(vec![7])).unwrap().cell(0), Cell::Integer(7));
        assert_eq!(read(UInt64Array::from(vec![u64::MAX])).unwrap().cell(0), Cell::Decimal { units: i128::from(u64::MAX), scale: 0 });
    }

    #[test]
    fn decimals_keep_their_scale() {
        let small = Decimal32Array::from(vec![1250]).with_precision_and_scale(9, 2).unwrap();
        assert_eq!(read(small).unwrap().cell(0), Cell::Decimal { units: 1250, scale: 2 });
        let wide = |value: i256| Decimal256Array::from(vec![value]).with_precision_and_scale(76, 2).unwrap();
        assert_eq!(read(wide(i256::from_i128(1250))).unwrap().cell(0), Cell::Decimal { units: 1250, scale: 2 });
        let error = read(wide(i256::from_i128(i128::MAX).wrapping_mul(i256::from_i128(1000)))).unwrap_err();
        assert!(error.id() == "bad-header" && error.to_string().contains("column 金额"), "{error}");
        assert!(!error.to_string().contains("1701"), "an error holds no value: {error}");
    }

    #[test]
    fn a_short_float_is_the_number_it_is_written_as() {
        assert_eq!(read(Float32Array::from(vec![12.1])).unwrap().cell(0), Cell::Real(12.1));
        assert_eq!(read(Float64Array::from(vec![12.1])).unwrap().cell(0), Cell::Real(12.1));
    }

    #[test]
    fn moments_are_in_china_standard_time() {
        let noon = 1_556_841_600;
        assert_eq!(read(TimestampSecondArray::from(vec![noon])).unwrap().cell(0), Cell::Moment(noon * 1_000_000));
        let zoned = TimestampMillisecondArray::from(vec![noon * 1000]).with_timezone("America/New_York");
        assert_eq!(read(zoned).unwrap().cell(0), Cell::Moment((noon + 8 * 3600) * 1_000_000));
        assert_eq!(read(TimestampNanosecondArray::from(vec![-1])).unwrap().cell(0), Cell::Moment(-1));
        assert!(read(TimestampSecondArray::from(vec![i64::MAX])).is_err());
        assert_eq!(read(Date64Array::from(vec![-1, 86_400_000])).unwrap().cell(0), Cell::Day(-1));
    }

    #[test]
    fn lists_of_texts_are_joined_and_other_types_refused_by_name() {
        let mut lists = builder::ListBuilder::new(StringBuilder::new());
        lists.append_value([Some("公益宣传"), Some("试吃")]);
        lists.append_null();
        let column = read(lists.finish()).unwrap();
        assert_eq!((column.cell(0), column.cell(1)), (Cell::Text("公益宣传;试吃"), Cell::Empty));
        let error = read(BinaryArray::from(vec![b"x".as_slice()])).unwrap_err();
        assert!(error.to_string().contains("one of type Binary (t.parquet, column 金额)"), "{error}");
    }
}
