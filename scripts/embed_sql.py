#!/usr/bin/env python3
"""Turns the named sections of src/sql/*.sql into a C table.

A section starts with `-- name: case_get`; lines `-- flag: custom_plan` set flags. A parameter is written
:name::type and becomes $n::type; a name used twice is one parameter and may leave out its type the second time.

`-- audit: one` and `-- audit: list` put a read and its line of the log into one statement:
one   the query yields body, etag, subject_id (at most one row); it also keeps the reply under an Idempotency-Key
list  the query yields body, key_1, key_2, subject_id, at most :fetch rows; the last of :fetch is not disclosed
"""
import re
import sys

FLAGS = {"custom_plan": "SQL_CUSTOM_PLAN", "job": "SQL_JOB", "staged": "SQL_STAGED"}
PARAM = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)(::[a-z_][a-z0-9_]*(?:\[\])?)?")
WRAP = {
    "one": """with q as materialized (
%s
), n as (
select audit_add(case when exists (select from q) then 'ok' else 'missing' end,
                 array(select subject_id from q where subject_id is not null), :request_body::text)
)
select q.body::text, q.etag::text, idem_end(:reply_status::integer, q.body::text, q.etag::text, :reply_location::text, q.subject_id::uuid)
from n left join q on true""",
    "list": """with q as materialized (
%s
), n as (
select audit_add(case when exists (select from q) or current_setting('anjuan.subject', true) = '' then 'ok' else 'missing' end,
                 array(select distinct subject_id from (select subject_id from q limit :fetch::integer - 1) s where subject_id is not null))
)
select q.body::text, q.key_1::text, q.key_2::text
from n left join q on true""",
}
SKIP = re.compile(r"'(?:[^']|'')*'|--[^\n]*")


def sections(path):
    name, flags, wrap, lines, start = None, [], None, [], 0
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        head = re.match(r"-- name: ([a-z0-9_]+)\s*$", line)
        if head:
            if name:
                yield path, start, name, flags, wrap, "".join(lines)
            name, flags, wrap, lines, start = head.group(1), [], None, [], number
        elif re.match(r"-- flag: ", line):
            flags.append(FLAGS[line.split(":", 1)[1].strip()])
        elif re.match(r"-- audit: ", line):
            wrap = WRAP[line.split(":", 1)[1].strip()]
        elif name:
            lines.append(line)
    if name:
        yield path, start, name, flags, wrap, "".join(lines)


def compile_section(path, start, wrap, text):
    """Numbers the parameters, leaving string literals and comments alone."""
    if wrap:
        text = wrap % text.strip().rstrip(";")
    params, types, out, at = [], {}, [], 0
    for skip in list(SKIP.finditer(text)) + [None]:
        chunk = text[at:skip.start() if skip else len(text)]

        def number(m):
            if m.group(1) not in params:
                params.append(m.group(1))
            types[m.group(1)] = m.group(2) or types.get(m.group(1), "")
            return "$%d%s" % (params.index(m.group(1)) + 1, types[m.group(1)])

        out.append(PARAM.sub(number, chunk))
        if skip:
            out.append(skip.group(0) if skip.group(0).startswith("'") else "")
            at = skip.end()
    body = "\n".join(line.rstrip() for line in "".join(out).strip().rstrip(";").split("\n") if line.strip())
    if not body:
        sys.exit("%s:%d: an empty section" % (path, start))
    return body, params


def c_text(text):
    lines = text.split("\n")
    return "\n".join('        "%s%s"' % (line.replace("\\", "\\\\").replace('"', '\\"'), "\\n" if i < len(lines) - 1 else "")
                     for i, line in enumerate(lines))


def main():
    source, header, *paths = sys.argv[1:]
    found, seen = [], set()
    for path in paths:
        for path_, start, name, flags, wrap, text in sections(path):
            if name in seen:
                sys.exit("%s:%d: the name %s is taken" % (path_, start, name))
            seen.add(name)
            found.append((name, flags) + compile_section(path_, start, wrap, text))
    with open(header, "w", encoding="utf-8") as h:
        h.write("/* Made from src/sql. */\n#pragma once\nenum sql_id {\n        SQL_NONE,\n")
        for name, *_ in found:
            h.write("        SQL_%s,\n" % name.upper())
        h.write("        SQL_COUNT\n};\n")
    with open(source, "w", encoding="utf-8") as c:
        c.write('/* Made from src/sql. */\n#include "db/db.h"\n#include "db/sql.h"\n\n#include "sql_table.h"\n\n')
        for name, _, _, params in found:
            if params:
                c.write("static const char *const %s_params[] = {%s};\n" % (name, ", ".join('"%s"' % p for p in params)))
        c.write("_Static_assert(%d <= SQL_PARAMS_MAX, \"a query has more parameters than a trip carries\");\n"
                % max((len(params) for *_, params in found), default=0))
        c.write("\nconst int sql_count = SQL_COUNT;\nconst struct sql sql_table[] = {\n        [SQL_NONE] = {0},\n")
        for name, flags, text, params in found:
            c.write("        [SQL_%s] = {\"%s\",\n%s,\n        %s, %d, %s},\n" % (
                name.upper(), name, c_text(text), name + "_params" if params else "NULL", len(params),
                " | ".join(flags) or "0"))
        c.write("};\n")


main()
