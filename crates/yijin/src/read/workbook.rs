//! The other workbooks: .xls, .xlsb and .ods, through calamine.
