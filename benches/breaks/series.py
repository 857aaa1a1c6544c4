"""Country-month figures as arrays of one column, by country."""

import csv

import numpy as np


def read(path, column):
    """Counts of a column by country, and the first month of each as a number of months."""
    rows = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            rows.setdefault(row["country_iso3"], []).append((month(row["year_month"]), int(row[column])))
    return {iso3: (pairs[0][0], np.array([n for _, n in pairs], float)) for iso3, pairs in rows.items()}


def month(text):
    """A month as a number: 12 a year."""
    year, number = text.split("-")
    return int(year) * 12 + int(number) - 1
