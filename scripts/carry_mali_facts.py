#!/usr/bin/env python3
"""Carries the facts on Mali over into cases/mali-2024, row by row, by the rules below.

Usage: carry_mali_facts.py SOURCE_FOLDER CASE_FOLDER

SOURCE_FOLDER holds landmark_events.csv, political_timeline.csv and regions.csv. The script writes
landmarks.csv, timeline.csv and regions.csv into CASE_FOLDER and prints what it dropped or changed,
and by which rule. It needs nothing beyond Python's standard library.
"""

import calendar
import csv
import io
import re
import sys
from datetime import date
from pathlib import Path

# Rules by which a row is dropped. Each is a name, the reason, and a test of the row's source text.
DROP = [
    ("repository", "read in a public code repository; the pages it cites were not seen",
     lambda s: re.search(r"github|public (code )?repository", s, re.I)),
    ("partisan", "page of an openly partisan aggregator",
     lambda s: re.search(r"news-pravda|news-front", s, re.I)),
    ("post", "post in a forum or on a social network",
     lambda s: re.search(r"forum post|twtext", s, re.I)),
    ("bare address", "page at a bare network address: nobody answers for it",
     lambda s: re.search(r"https?://\d+\.\d+\.\d+\.\d+", s)),
    ("event data", "single row of an event data set, which is read from its own file",
     lambda s: re.match(r"UCDP GED", s)),
]

ACTORS = {
    "JNIM": ["jnim"], "Katiba Macina": ["katiba-macina"], "Ansar Dine": ["ansar-dine"],
    "AQIM": ["aqim"], "Al-Mourabitoun": ["al-mourabitoun"], "MUJAO": ["mujao"],
    "ISGS/ISSP": ["issp"], "MNLA/CMA/CSP/FLA": ["northern-groups"], "State": ["state"],
    "State+Wagner": ["state", "russia"], "France": ["france"], "Militia": ["militias"],
    "Unknown": [],
}
TARGETS = {
    "military": "military", "gendarmerie/police": "police", "armed group": "armed-group",
    "civilians": "civilians", "officials": "officials", "foreign": "foreign", "UN": "un",
    "convoy": "convoy", "infrastructure": "infrastructure", "capital symbol": "capital-symbol",
}
KINDS = {
    "attack": "attack", "battle": "battle", "massacre": "massacre", "air strike": "air-strike",
    "capture of town": "capture", "withdrawal/loss of town": "withdrawal", "blockade": "blockade",
    "arrest/dismantling": "arrest",
}
TIMELINE_KINDS = {
    "coup": "coup", "election": "election", "agreement": "agreement",
    "agreement ended": "agreement-ended", "alliance": "alliance", "talks": "talks",
    "call for negotiations": "call-for-talks", "foreign force arrives": "force-arrives",
    "foreign force leaves": "force-leaves", "leadership": "leadership", "sanctions": "sanctions",
}
REGIONS = ["Bamako", "Koulikoro", "Sikasso", "Kayes", "Segou", "Mopti", "Tombouctou", "Gao",
           "Kidal", "Menaka", "Taoudenit"]

# Sites in the place column that brackets do not mark, brought back to a town or area.
PLACES = {
    "Sienso toll post": "Sienso", "Banankoro customs post": "Banankoro", "Kwala camp area": "Kwala",
    "Morila gold mine": "Morila", "RN24 near Neguela": "Near Neguela",
    "Road site 55 km from Kwala": "Near Kwala", "Kidal, Gao and Menaka camps": "Kidal, Gao and Menaka",
    "Mining zones of Kayes": "Kayes region",
}

# Rows that describe one operation or campaign: their deaths and their number are not to be added.
OVERLAPS = [
    ["ML110", "ML111"],                     # the 2022 Menaka offensive holds Tamalat
    ["ML114", "ML115"],                     # 24 April 2022
    ["ML121", "ML122"],                     # 21 July 2022
    ["ML187", "ML188", "ML189", "ML190"],   # 1 July 2025
    ["ML193", "ML201"],                     # the fuel blockade of 2025
]

# Regions of local accords and contacts, where the entry names a place.
LOCAL = {"Ouenkoro": "Mopti", "Diallassagou": "Mopti", "Niono": "Segou", "Boni ": "Mopti",
         "Farabougou": "Segou", "Mopti elected": "Mopti", "Diabaly": "Segou"}


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def write(path, columns, rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    Path(path).write_text(out.getvalue(), encoding="utf-8")


def dropped_by(row):
    source = " | ".join([row["source_title"], row["source_publisher"], row["source_date_or_url"]])
    return next((name for name, _, test in DROP if test(source)), None)


def event(row, log):
    """A landmark row in the case's layout, or the name of the rule that drops it."""
    rule = dropped_by(row)
    if rule:
        return rule
    start = date.fromisoformat(row["date_start"])
    end = date.fromisoformat(row["date_end"]) if row["date_end"] else None
    deaths = [row["deaths_low"], row["deaths_best"], row["deaths_high"]]
    figures = [int(d) for d in deaths if d]
    if (end and end < start) or figures != sorted(figures) or row["adm1"] not in REGIONS:
        return "inconsistent"
    precision, note = row["date_precision"], row["note"]
    initiators = [key for name in row["initiator"].split("; ") for key in ACTORS[name]]

    # Details from general knowledge are taken out; the sourced rest of the row stays.
    known = re.search(r";?\s*((?:[a-z]+ )*(?:and [a-z]+ )?)(?:from )?general knowledge", note)
    if known:
        words = known.group(1)
        if "day" in words:
            precision = "month"
            start = start.replace(day=1)
            last = end or start
            end = last.replace(day=calendar.monthrange(last.year, last.month)[1])
        if "death" in words or "counts" in words:
            deaths = ["", "", ""]
        if "perpetrator" in words:
            initiators = []
        note = (note[:known.start()] + note[known.end():]).strip("; ")
        log.append(f"{row['id']}: taken out, from general knowledge: {words.strip()}")
    if "jnim" in initiators and start < date(2017, 3, 1):
        initiators.remove("jnim")
        log.append(f"{row['id']}: initiator taken out: JNIM was formed in March 2017")

    place = re.sub(r"\s*\([^)]*\)", "", row["place"]).strip()
    overlaps = next((group for group in OVERLAPS if row["id"] in group), [])
    return {
        "id": row["id"], "date_start": start.isoformat(), "date_end": end.isoformat() if end else "",
        "precision": precision, "region": row["adm1"], "place": PLACES.get(place, place),
        "initiators": "; ".join(initiators),
        "targets": "; ".join(TARGETS[t] for t in row["target"].split("; ")),
        "kind": KINDS[row["kind"]],
        "deaths_low": deaths[0], "deaths_best": deaths[1], "deaths_high": deaths[2],
        "confidence": row["confidence"],
        "overlaps": "; ".join(i for i in overlaps if i != row["id"]),
        "source_title": row["source_title"], "source_publisher": row["source_publisher"],
        "source_url": row["source_date_or_url"], "note": note,
    }


def entry(number, row, log):
    rule = dropped_by(row)
    if rule:
        return rule
    when, what = row["date"], row["what"]
    known = re.search(r"; day from general knowledge", what)
    if known:
        when, what = when[:7], what.replace(known.group(0), "")
        log.append(f"{number}: day taken out, from general knowledge")
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", when):
        return "inconsistent"
    text = row["actors"] + " " + what
    return {
        "id": number, "date": when, "kind": TIMELINE_KINDS[row["kind"]], "who": row["actors"],
        "what": what, "region": next((r for word, r in LOCAL.items() if word in text), ""),
        "confidence": row["confidence"], "source_title": row["source_title"],
        "source_publisher": row["source_publisher"], "source_url": row["source_date_or_url"],
    }


def region(row, log):
    """A region's facts; distances and areas from general knowledge are left blank."""
    neighbours = row["neighbours"].split("; ")
    road, source = row["road_km_from_bamako"], row["road_km_source"]
    if "general knowledge" in source:
        road, source = "", ""
        log.append(f"{row['name']}: road distance taken out, from general knowledge")
    area, area_source = row["area_km2"], row["area_source"]
    note = ""
    if "figure still includes" in area_source:
        note = "Area includes Taoudenit"
    if not area:
        area_source, note = "", "Area is counted with Tombouctou"
    return {
        "name": row["name"], "town": row["capital"], "latitude": row["capital_lat"],
        "longitude": row["capital_lon"], "population": row["population"],
        "population_year": row["population_year"], "population_source": row["population_source"],
        "area_km2": area, "area_source": area_source, "road_km": road, "road_source": source,
        "neighbours": "; ".join(n for n in neighbours if n in REGIONS),
        "borders": "; ".join(n for n in neighbours if n not in REGIONS), "note": note,
    }


def carry(rows, convert, ids):
    taken, dropped = [], {}
    for row_id, row in zip(ids, rows):
        result = convert(row_id, row)
        if isinstance(result, str):
            dropped.setdefault(result, []).append(row_id)
        else:
            taken.append(result)
    return taken, dropped


def main():
    source, case = map(Path, sys.argv[1:3])
    log = []
    events = read(source / "landmark_events.csv")
    landmarks, lost = carry(events, lambda _, row: event(row, log), [row["id"] for row in events])
    here = {row["id"] for row in landmarks}
    for row in landmarks:
        row["overlaps"] = "; ".join(i for i in row["overlaps"].split("; ") if i in here)
    political = read(source / "political_timeline.csv")
    numbers = [f"MT{i:03}" for i in range(1, len(political) + 1)]
    timeline, missed = carry(political, lambda number, row: entry(number, row, log), numbers)
    regions = [region(row, log) for row in read(source / "regions.csv")]
    write(case / "landmarks.csv", list(landmarks[0]), landmarks)
    write(case / "timeline.csv", list(timeline[0]), timeline)
    write(case / "regions.csv", list(regions[0]), regions)
    print(f"landmarks: {len(landmarks)} of {len(events)}")
    for rule, ids in lost.items():
        print(f"  dropped, {rule}: {' '.join(ids)}")
    print(f"timeline: {len(timeline)} of {len(political)}")
    for rule, ids in missed.items():
        print(f"  dropped, {rule}: {' '.join(ids)}")
    print("\n".join(log))


if __name__ == "__main__":
    main()
