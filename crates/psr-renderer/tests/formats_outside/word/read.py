"""Reads one DOCX with python-docx and a validator: prints what is wrong with it, a form feed, and the words it holds, a line from note to note."""

import re
import sys

import docx
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
HEADING = re.compile(r"Heading ([1-6])$")
# A word processor makes these two by itself where they are absent.
MADE = re.compile(r"relationship type\s+'\S+/(fontTable|theme)' is missing")


def main(path):
    document = docx.Document(path)
    looks = (of_the_file, of_headings, of_tables, of_notes)
    faults = [*of_schemas(path), *(fault for look in looks for fault in look(document))]
    print("\n".join(faults), end="\f")
    print("\n".join(words(paragraph, "\n") for paragraph in document.element.body.iter(qn("w:p"))))


def of_schemas(path):
    result = OpenXmlValidator().validate(path)
    for error in result.errors:
        if not MADE.search(error.description):
            yield f"{error.part_uri} {error.path}: {error.description}"


def of_the_file(document):
    if not document.core_properties.title.strip():
        yield "it has no title"
    if document.core_properties.language != "en-GB":
        yield f"its language is {document.core_properties.language}, not en-GB"
    languages = document.styles.element.iter(qn("w:lang"))
    if {language.get(qn("w:val")) for language in languages} != {"en-GB"}:
        yield "its text is not marked as English"
    section = document.sections[0]
    if "Page " not in section.footer.paragraphs[0].text:
        yield "its pages are not numbered"
    if not section.header.paragraphs[0].text.strip():
        yield "nothing stands at the head of its pages"


def of_headings(document):
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    if styles.count("Title") != 1:
        yield "it has not one title"
    before = 0
    for level in (int(found[1]) for found in map(HEADING.match, styles) if found):
        if level > before + 1:
            yield f"a heading of level {level} follows one of level {before}"
        before = level


def of_tables(document):
    for table in document.element.body.iter(qn("w:tbl")):
        rows = table.findall(qn("w:tr"))
        headers = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        if headers != [True] + [False] * (len(rows) - 1):
            yield "a table's first row does not stand at the head of each page"
        caption = table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}")
        above = table.getprevious()
        if caption is None or above is None or above.tag != qn("w:p") or words(above) != caption.get(qn("w:val")):
            yield "a table's caption does not stand above it"


def of_notes(document):
    notes = docx.oxml.parse_xml(document.part.part_related_by(FOOTNOTES).blob)
    texts = {note.get(qn("w:id")): words(note) for note in notes if note.get(qn("w:type")) is None}
    references = [reference.get(qn("w:id")) for reference in document.element.body.iter(qn("w:footnoteReference"))]
    if references != list(texts):
        yield "its notes are not those that are referred to"
    for number, text in texts.items():
        if not text.strip():
            yield f"note {number} says nothing"


def words(element, note=""):
    """Returns the text of an element; for the number of a note, which every reader writes in its own way, stands what is given."""
    return "".join(note if is_note(run) else "".join(run.itertext(qn("w:t"))) for run in element.iter(qn("w:r")))


def is_note(run):
    style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
    return style is not None and style.get(qn("w:val")) == "FootnoteReference"


if __name__ == "__main__":
    main(sys.argv[1])
