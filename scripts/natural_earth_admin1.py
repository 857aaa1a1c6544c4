#!/usr/bin/env python3
"""Natural Earth's admin-1 polygons, out of a GeoPackage, as GeoJSON.

The GeoPackage is the world map that QGIS ships (Debian: `apt-get download qgis-common`, then
`dpkg -x qgis-common_*.deb DIR`; the file is DIR/usr/share/qgis/resources/data/world_map.gpkg).
Natural Earth is in the public domain. Python's standard library is enough.

    natural_earth_admin1.py world_map.gpkg MLI BFA > admin1.geojson
    natural_earth_admin1.py world_map.gpkg > admin1_world.geojson
"""

import json
import sqlite3
import struct
import sys

# Natural Earth's own country codes where they are not ISO 3166-1. Somaliland, which Natural Earth
# draws as a country, is kept as a region of the state the UN and UCDP count it to.
ISO3 = {"SOL": "SOM", "SDS": "SSD", "SAH": "ESH", "KOS": "XKX", "PSX": "PSE", "CYN": "CYP"}

# Provinces that carry a neighbour's name in this edition: (country, name, gn_name) -> name.
RENAMED = {
    ("AFG", "Parwan", "Panjshir"): "Panjshir",
    ("AFG", "Uruzgan", "Wilayat-e Daykundi"): "Daykundi",
}

ENVELOPE_BYTES = [0, 32, 48, 48, 64]


def rings(wkb, at):
    """Polygons of a well-known-binary (multi)polygon from an offset on, and where it ends."""
    order = "<" if wkb[at] else ">"
    kind, count = struct.unpack_from(order + "II", wkb, at + 1)
    at += 9
    if kind == 6:
        polygons = []
        for _ in range(count):
            part, at = rings(wkb, at)
            polygons += part
        return polygons, at
    if kind != 3:
        raise ValueError(f"geometry type {kind} is neither polygon nor multipolygon")
    polygon = []
    for _ in range(count):
        (points,) = struct.unpack_from(order + "I", wkb, at)
        flat = struct.unpack_from(f"{order}{2 * points}d", wkb, at + 4)
        at += 4 + 16 * points
        polygon.append([[round(x, 6), round(y, 6)] for x, y in zip(flat[::2], flat[1::2])])
    return [polygon], at


def features(path, wanted):
    """GeoJSON features, ordered by country and name."""
    query = "select adm0_a3, name, gn_name, geom from states_provinces"
    found = []
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        for adm0, name, gn_name, geom in db.execute(query):
            country = ISO3.get(adm0, adm0)
            if geom is None or not name or (wanted and country not in wanted):
                continue
            name = RENAMED.get((country, name, gn_name), name)
            start = 8 + ENVELOPE_BYTES[(geom[3] >> 1) & 7]
            polygons, _ = rings(geom, start)
            found.append(
                {
                    "type": "Feature",
                    "properties": {"iso3": country, "name": name},
                    "geometry": {"type": "MultiPolygon", "coordinates": polygons},
                }
            )
    found.sort(key=lambda f: (f["properties"]["iso3"], f["properties"]["name"]))
    return found


def main():
    """Write one feature a line to standard output."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    lines = [json.dumps(f, ensure_ascii=False) for f in features(sys.argv[1], set(sys.argv[2:]))]
    if not lines:
        sys.exit("no admin-1 polygons of these countries: check the ISO 3166-1 alpha-3 codes")
    body = ",\n".join(lines)
    sys.stdout.write('{"type": "FeatureCollection", "features": [\n' + body + "\n]}\n")


if __name__ == "__main__":
    main()
