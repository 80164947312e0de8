"""Reads a written document back and says what is in it, a line each: XLSX and SVG by their XML, PDF by its objects."""
import re
import sys
import zipfile
import zlib
import xml.etree.ElementTree as xml

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
BUILT_IN = {"0": "General", "3": "#,##0", "4": "#,##0.00", "10": "0.00%"}


def unescape(text):
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


def line(*parts):
    print(*(str(p).replace("\n", "\\n") for p in parts))


def read_sheet(root, name, formats):
    for pane in root.iter(M + "pane"):
        line("pane", name, pane.get("xSplit", 0), pane.get("ySplit", 0), pane.get("state"))
    for cell in root.iter(M + "c"):
        text, value = cell.find(f"{M}is/{M}t"), cell.find(M + "v")
        style = formats[int(cell.get("s", 0))]
        if text is not None:
            line("text", name, cell.get("r"), unescape(text.text or ""))
        elif value is not None:
            line("number", name, cell.get("r"), value.text, style)
    for merge in root.iter(M + "mergeCell"):
        line("merge", name, merge.get("ref"))


def read_xlsx(path):
    book = zipfile.ZipFile(path)
    assert book.testzip() is None
    parts = {n: xml.fromstring(book.read(n)) for n in book.namelist()}  # each well formed
    styles = parts["xl/styles.xml"]
    codes = dict(BUILT_IN, **{f.get("numFmtId"): f.get("formatCode") for f in styles.iter(M + "numFmt")})
    formats = [codes[x.get("numFmtId")] for x in styles.find(M + "cellXfs")]
    names = [s.get("name") for s in parts["xl/workbook.xml"].iter(M + "sheet")]
    for i, name in enumerate(names):
        read_sheet(parts[f"xl/worksheets/sheet{i + 1}.xml"], name, formats)
    for n in sorted(parts):
        for e in parts[n].iter() if "drawings/drawing" in n else ():
            if e.tag.endswith("}cNvPr"):
                line("alt", e.get("descr"))
        if "charts/chart" in n:
            kind = [e.tag.split("}")[1] for e in parts[n].iter() if e.tag in (C + "barChart", C + "lineChart")]
            axes = {a.tag.split("}")[1]: a for a in parts[n].iter() if a.tag in (C + "catAx", C + "valAx")}
            for name in sorted(axes):
                line("axis", *kind, name, axes[name].find(C + "scaling/" + C + "orientation").get("val"),
                     "".join(t.text for t in axes[name].iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")))
            line("chart", *kind, "series", len(list(parts[n].iter(C + "ser"))), "labels", len(list(parts[n].iter(C + "dLbls"))),
                 "from", " ".join(f.text for f in parts[n].iter(C + "f")))


def read_svg(path):
    root = xml.parse(path).getroot()
    for e in root.iter():
        kind = e.tag.split("}")[1]
        if kind in ("title", "desc", "text"):
            line(kind, e.text)
    line("lang", root.get("{http://www.w3.org/XML/1998/namespace}lang"), "role", root.get("role"))


class Pdf:
    def __init__(self, data):
        self.data, self.places = data, {}
        at = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
        self.trailer = data[data.index(b"trailer", at):]
        while at is not None:
            at = self.read_table(at)

    def read_table(self, at):
        rows, trailer = self.data[at:].split(b"trailer", 1)
        words = rows.split()[1:]
        while words:
            first, n = int(words[0]), int(words[1])
            for i in range(n):
                if words[4 + 3 * i] == b"n":
                    self.places.setdefault(first + i, int(words[2 + 3 * i]))
            words = words[2 + 3 * n:]
        prev = re.search(rb"/Prev (\d+)", trailer[:400])
        return int(prev[1]) if prev else None

    def object(self, number):
        at = self.places[number]
        assert self.data[at:].startswith(b"%d 0 obj" % number), number
        return self.data[at:self.data.index(b"endobj", at)]

    def stream(self, number):
        head, body = self.object(number).split(b"stream\n", 1)
        return zlib.decompress(body) if b"FlateDecode" in head else body

    def ref(self, text, name):
        found = re.search(name + rb" (\d+) 0 R", text)
        return int(found[1]) if found else None


def code_map(text):
    """Of a ToUnicode CMap: the width of a code in bytes, and what codes mean."""
    width = len(re.search(rb"begincodespacerange\s*<([0-9a-fA-F]+)>", text)[1]) // 2
    codes = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", text, re.S):
        for a, b in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            codes[int(a, 16)] = bytes.fromhex(b.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", text, re.S):
        for a, b, c in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for i in range(int(b, 16) - int(a, 16) + 1):
                codes[int(a, 16) + i] = chr(int(c, 16) + i)
    return width, codes


def page_text(pdf, page):
    resources = pdf.object(pdf.ref(page, rb"/Resources"))
    fonts = {}
    for name, number in re.findall(rb"/(f-\d+-\d+) (\d+) 0 R", resources):
        fonts[name] = code_map(pdf.stream(pdf.ref(pdf.object(int(number)), rb"/ToUnicode")))
    out, font = [], (1, {})
    for name, hexes, literal in re.findall(rb"/(f-\d+-\d+) [\d.]+ Tf|<([0-9a-fA-F\s]+)>|\(((?:\\.|[^\\)])*)\)", pdf.stream(pdf.ref(page, rb"/Contents"))):
        if name:
            font = fonts[name]
            continue
        raw = bytes.fromhex("".join(hexes.decode().split())) if hexes else re.sub(rb"\\(\d{3}|.)", lambda m: bytes([int(m[1], 8)]) if m[1].isdigit() else m[1], literal)
        width, codes = font
        out.append("".join(codes.get(int.from_bytes(raw[i:i + width], "big"), "") for i in range(0, len(raw), width)))
    return "".join(out)


def utf16(text, name):
    found = re.search(name + rb" <([0-9A-Fa-f]+)>", text)
    if found:
        return bytes.fromhex(found[1].decode()).decode("utf-16")
    found = re.search(name + rb" \((.*?)\)", text)
    return found[1].decode() if found else None


def read_pdf(path):
    pdf = Pdf(open(path, "rb").read())
    root = pdf.object(pdf.ref(pdf.trailer, rb"/Root"))
    info = pdf.object(pdf.ref(pdf.trailer, rb"/Info"))
    line("title", utf16(info, rb"/Title"))
    line("lang", re.search(rb"/Lang \((.*?)\)", root)[1].decode(), "tagged", b"/Marked true" in root)
    for number in sorted(pdf.places):
        text = pdf.object(number)
        if b"/S /Figure" in text:
            line("alt", utf16(text, rb"/Alt"))
        if b"/Type /FontDescriptor" in text:
            line("font", re.search(rb"/FontName /(\S+)", text)[1].decode(), "embedded", b"/FontFile" in text)
    pages = [int(n) for n in re.findall(rb"(\d+) 0 R", re.search(rb"/Kids \[(.*?)\]", pdf.object(pdf.ref(root, rb"/Pages")), re.S)[1])]
    line("pages", len(pages))
    for i, number in enumerate(pages):
        line("page", i + 1, page_text(pdf, pdf.object(number)))


for path in sys.argv[1:]:
    {"xlsx": read_xlsx, "svg": read_svg, "pdf": read_pdf}[path.rsplit(".", 1)[1]](path)
