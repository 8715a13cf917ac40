"""Ready-made reports, a module each: functions that take results and the study, and return a Report.

They compute nothing but sums that a reader could check in the table, and know no file format.
"""
