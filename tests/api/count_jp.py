#!/usr/bin/env python3
"""Counts the published cases of the files given, without anything of ours: rows, distinct cases, units."""
import csv
import sys

rows, cases, units = 0, set(), set()
for path in sys.argv[1:]:
    with open(path, encoding="utf-8-sig", newline="") as f:
        for r in list(csv.reader(f, delimiter="\t", strict=True))[1:]:
            rows += 1
            cases.add((r[0], r[2], r[4], r[6].replace("\r\n", "\n")))
            units.add(r[0])
print(rows, len(cases), len(units))
