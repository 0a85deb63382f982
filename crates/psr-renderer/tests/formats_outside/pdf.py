"""Whether a PDF can be read by ear: its tags, its headings, its tables, its pictures, and that nothing on its pages is left out of them.

These are conditions of ISO 14289-1 (PDF/UA-1) that a program can see. It is no certificate.
"""

import re

import pikepdf

PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "BI"}
HEADING = re.compile(r"H([1-6])$")


def check(path):
    with pikepdf.open(path) as pdf:
        faults = [*of_the_file(pdf)]
        if "/StructTreeRoot" not in pdf.Root:
            return [*faults, "it has no tags"]
        nodes = list(walk(pdf.Root.StructTreeRoot, role_map(pdf)))
        return [*faults, *of_headings(nodes), *of_tables(nodes), *of_figures(nodes), *of_pages(pdf, nodes)]


def planted(path, folder):
    """Yields faulty copies, each with a word of what must be found."""
    for number, (word, spoil) in enumerate(PLANTED.items()):
        with pikepdf.open(path) as pdf:
            by_role = {}
            for node in walk(pdf.Root.StructTreeRoot, role_map(pdf)):
                by_role.setdefault(node.role, []).append(node.element)
            spoil(pdf, by_role)
            file = folder / f"{number}.pdf"
            pdf.save(file)
        yield file, word


PLANTED = {
    "its language": lambda pdf, _: pdf.Root.__delitem__("/Lang"),
    "to show its title": lambda pdf, _: pdf.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"),
    "bookmarks": lambda pdf, _: pdf.Root.__delitem__("/Outlines"),
    "a heading of level 3": lambda _, by_role: by_role["H1"][0].__setitem__("/S", pikepdf.Name.H3),
    "no heading row": lambda _, by_role: [cell.__setitem__("/S", pikepdf.Name.TD) for cell in by_role["TH"]],
    "what it heads": lambda _, by_role: by_role["TH"][0].__delitem__("/A"),
    "differ in length": lambda _, by_role: by_role["TR"][1].K.__delitem__(1),
    "those who do not see it": lambda _, by_role: by_role["Figure"][0].__delitem__("/Alt"),
    "both on the page and in the tags": lambda _, by_role: by_role["LBody"][0].__delitem__("/K"),
    "outside the tags": lambda pdf, _: pdf.pages[0].contents_add(b"q 0 0 9 9 re f Q"),
    "the keyboard": lambda pdf, _: pdf.pages[0].obj.__delitem__("/Tabs"),
    "where it leads": lambda pdf, _: pdf.pages[0].obj.Annots[0].__delitem__("/Contents"),
    "cannot be read": lambda pdf, _: [font.__delitem__("/ToUnicode") for font in pdf.pages[0].obj.Resources.Font.values()],
}


def of_the_file(pdf):
    root = pdf.Root
    if str(root.get("/Lang", "")) != "en-GB":
        yield f"its language is {root.get('/Lang')}, not en-GB"
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "it does not say that it is tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "a reader is not told to show its title"
    if "/Outlines" not in root:
        yield "it has no bookmarks"
    with pdf.open_metadata() as xmp:
        if str(xmp.get("pdfuaid:part")) != "1":
            yield "it does not claim PDF/UA-1"
        if not str(xmp.get("dc:title") or "").strip():
            yield "it has no title"


def role_map(pdf):
    return {str(name): str(role) for name, role in pdf.Root.StructTreeRoot.get("/RoleMap", {}).items()}


class Node:
    """An element of the tags, with those inside it and the marked content that is its own."""

    def __init__(self, element, role):
        self.element, self.role, self.inside, self.content = element, role, [], []

    def all(self):
        yield self
        for node in self.inside:
            yield from node.all()


def walk(root, roles):
    """Yields every element of the tags in reading order."""
    for kid in listed(root.get("/K")):
        yield from read(kid, roles).all()


def listed(value):
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def read(element, roles):
    role = str(element.S)
    node = Node(element, roles.get(role, role).lstrip("/"))
    for kid in listed(element.get("/K")):
        if not isinstance(kid, pikepdf.Dictionary):
            node.content.append((element.get("/Pg"), int(kid)))
        elif kid.get("/Type") == "/MCR":
            node.content.append((kid.get("/Pg", element.get("/Pg")), int(kid.MCID)))
        elif kid.get("/Type") == "/OBJR":
            node.content.append((None, kid.Obj.objgen))
        else:
            node.inside.append(read(kid, roles))
    return node


def of_headings(nodes):
    before = 0
    for node in nodes:
        if found := HEADING.match(node.role):
            level = int(found.group(1))
            if level > before + 1:
                yield f"a heading of level {level} follows one of level {before}"
            before = level
    if not before:
        yield "it has no heading"


def of_tables(nodes):
    for table in (node for node in nodes if node.role == "Table"):
        rows = [[cell for cell in row.inside if cell.role in ("TH", "TD")] for row in table.all() if row.role == "TR"]
        if not rows or not any(cell.role == "TH" for cell in rows[0]):
            yield "a table has no heading row"
        if len({len(row) for row in rows}) > 1:
            yield "the rows of a table differ in length"
        for cell in (cell for row in rows for cell in row if cell.role == "TH"):
            if not any("/Scope" in attribute for attribute in listed(cell.element.get("/A"))):
                yield "a heading cell does not say what it heads"


def of_figures(nodes):
    for figure in (node for node in nodes if node.role == "Figure"):
        if not str(figure.element.get("/Alt", "")).strip():
            yield "a picture has no words for those who do not see it"


def of_pages(pdf, nodes):
    tagged = [item for node in nodes for item in node.content]
    if len(tagged) != len({(page.objgen if page is not None else None, item) for page, item in tagged}):
        yield "content stands twice in the tags"
    for number, page in enumerate(pdf.pages, 1):
        if page.obj.get("/Tabs") != "/S":
            yield f"page {number}: the keyboard does not follow the tags"
        ids = {item for at, item in tagged if at is not None and at.objgen == page.obj.objgen}
        marked, faults = read_content(page)
        yield from (f"page {number}: {fault}" for fault in faults)
        if ids != marked:
            yield f"page {number}: content {sorted(ids ^ marked)} is not both on the page and in the tags"
        for annotation in page.obj.get("/Annots", []):
            if annotation.Subtype != "/Link":
                continue
            if not str(annotation.get("/Contents", "")).strip():
                yield f"page {number}: a link does not say where it leads"
            if (None, annotation.objgen) not in tagged:
                yield f"page {number}: a link is not in the tags"
        for name, font in page.obj.Resources.get("/Font", {}).items():
            if "/ToUnicode" not in font:
                yield f"page {number}: the letters of font {name} cannot be read"


def read_content(page):
    """Returns the numbers of marked content on a page, and what is painted outside of any."""
    stack, marked, faults = [], set(), []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            properties = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
            number = properties.get("/MCID")
            stack.append("artifact" if operands[0] == "/Artifact" else number if number is not None else "span")
            if number is not None:
                marked.add(int(number))
        elif name == "EMC":
            stack.pop()
        elif name in PAINTS and not any(item != "span" for item in stack):
            faults.append(f"something is painted outside the tags ({name})")
    return marked, sorted(set(faults))
