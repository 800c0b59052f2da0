"""Write answer sheets and question sets as spreadsheets; reading them needs no more than their loaders.

Workbooks need the extra ``xlsx``.
"""

from pamms_core.spreadsheets.answer_csv import answer_csv
from pamms_core.spreadsheets.answer_workbook import answer_workbook
from pamms_core.spreadsheets.errors import UnwritableError
from pamms_core.spreadsheets.set_files import set_csv, set_toml
from pamms_core.spreadsheets.set_workbook import set_workbook

__all__ = ["UnwritableError", "answer_csv", "answer_workbook", "set_csv", "set_toml", "set_workbook"]
