"""Excel workbooks as plain cells: what may be opened, what stands where, what text may be written."""
