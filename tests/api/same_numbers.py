"""Whether the workbook of a quarter holds the numbers of its JSON: same_numbers.py WORKBOOK JSON COLUMNS (key and unit of measure, a line each)."""
import json
import os
import re
import subprocess
import sys

READER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "unit", "read_document.py")


def rows_of(path, names):
    """What stands behind each unit's name, from all sheets one after the other."""
    out, cells = {n: [] for n in names}, {}
    said = subprocess.run([sys.executable, READER, path], check=True, capture_output=True, encoding="utf-8").stdout
    for line in said.splitlines():
        m = re.match(r"(text|number) (.+?) ([A-Z]+)(\d+) (.*)$", line)
        if m:
            kind, sheet, column, row, rest = m.groups()
            cells.setdefault((sheet, int(row)), []).append((column, rest.split(" ")[0] if kind == "number" else rest))
    for row in cells.values():
        if row[0][0] == "A" and row[0][1] in out and len(row) > 1:
            out[row[0][1]].append([v for _, v in row[1:]])
    return out


def expected(value, unit):
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    return value / {"fen": 100, "basis points": 10000, "1/100 day": 100}.get(unit, 1)


book, said, columns = sys.argv[1:]
with open(said, encoding="utf-8") as f:
    quarter = json.load(f)
with open(columns, encoding="utf-8") as f:
    keys = [line.rstrip("\n").split("\t") for line in f]
everybody = quarter["units"] + [quarter["total"]]
found = rows_of(book, [u["name_zh"] for u in everybody])
for unit in everybody:
    got = [v for part in found[unit["name_zh"]] for v in part][:len(keys)]
    assert len(got) == len(keys), (unit["name_zh"], len(got), len(keys))
    for (key, measure), g in zip(keys, got):
        e = expected(unit[key], measure)
        assert (g == e if isinstance(e, str) else abs(float(g) - e) < 1e-9), (unit["name_zh"], key, g, e)
print("same", len(everybody), len(keys))
