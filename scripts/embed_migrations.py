#!/usr/bin/env python3
"""Puts the migrations into the program: name, text and whether it is applied again when it changes."""
import os
import sys


def c_text(data):
    text = data.decode("utf-8").replace("\\", "\\\\").replace('"', '\\"')
    return "\n".join('        "%s\\n"' % line for line in text.split("\n")[:-1])


def main():
    output, *paths = sys.argv[1:]
    with open(output, "w", encoding="utf-8") as c:
        c.write('/* Made from migrations/. */\n#include "db/migrate.h"\n\n')
        for i, path in enumerate(paths):
            data = open(path, "rb").read()
            if not data.endswith(b"\n") or b"\r" in data:
                sys.exit(path + ": lines must end with LF, the last one too")
            c.write("static const char text_%d[] =\n%s;\n" % (i, c_text(data)))
        c.write("\nconst struct migration migrations[] = {\n")
        for i, path in enumerate(paths):
            again = os.path.basename(os.path.dirname(path)) == "functions"
            name = ("functions/" if again else "") + os.path.basename(path)
            c.write('        {"%s", text_%d, sizeof text_%d - 1, %s},\n' % (name, i, i, "true" if again else "false"))
        c.write("        {0},\n};\n")


main()
