//! Places: the divisions of 2018–2020 with their changes since 2012, and the list of 832 poor counties.
