"""The rival: Polars reads the columns that impasse keeps and writes them as Parquet (zstd 1).

usage: polars_import.py CSV OUT

Dates become dates; nothing is validated.
"""

import sys

import polars as pl

COLUMNS = """id type_of_violence conflict_new_id conflict_name dyad_new_id dyad_name side_a_new_id side_a
side_b_new_id side_b country adm_1 adm_2 latitude longitude priogrid_gid where_prec date_prec
event_clarity date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best low high
number_of_sources code_status""".split()

frame = pl.read_csv(sys.argv[1], columns=COLUMNS, infer_schema_length=10_000)
frame = frame.with_columns(
    pl.col(name).str.slice(0, 10).str.to_date("%Y-%m-%d") for name in ("date_start", "date_end")
)
frame.write_parquet(sys.argv[2], compression="zstd", compression_level=1, row_group_size=65_536)
print(f"{frame.height} rows")
