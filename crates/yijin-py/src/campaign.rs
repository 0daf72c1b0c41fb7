//! Campaign files.

use crate::error::Raised;
use crate::guard::guarded;
use pyo3::prelude::*;
use std::path::PathBuf;
use yijin::campaign::month::Month;

/// A campaign.
#[pyclass(frozen, module = "yijin._native")]
pub struct Campaign(pub yijin::Campaign);

#[pymethods]
impl Campaign {
    /// The 2019 campaign.
    #[staticmethod]
    fn community_power() -> PyResult<Self> {
        guarded(|| Ok(Self(yijin::Campaign::community_power())))
    }

    /// The campaign of a TOML file.
    #[staticmethod]
    fn load(path: PathBuf) -> PyResult<Self> {
        guarded(|| yijin::Campaign::load(&path).raised().map(Self))
    }

    /// The campaign of a TOML text.
    #[staticmethod]
    fn parse(text: &str) -> PyResult<Self> {
        guarded(|| yijin::Campaign::parse(text, "campaign").raised().map(Self))
    }

    /// The campaign as TOML.
    fn to_toml(&self) -> PyResult<String> {
        guarded(|| self.0.to_toml().raised())
    }

    /// First and last days of the stages; of the window where there are none.
    #[getter]
    fn periods(&self) -> PyResult<Vec<(String, String)>> {
        guarded(|| Ok(self.0.periods().into_iter().map(|(start, end)| (start.to_string(), end.to_string())).collect()))
    }

    /// The campaign months: name, first and last day in a stage, and whether all of its days lie in stages.
    #[getter]
    fn months(&self) -> PyResult<Vec<(String, String, String, bool)>> {
        let told = |month: Month| (month.label, month.first.to_string(), month.last.to_string(), month.whole);
        guarded(|| Ok(self.0.months().into_iter().map(told).collect()))
    }

    /// The campaign as JSON.
    fn to_json(&self) -> PyResult<String> {
        guarded(|| self.0.to_json().raised())
    }
}
