"""Fills a template with docxtpl so many times, so that it gives what a document of ours gives: `peer.py DOCUMENT COUNT`.

The words are taken from the document itself, paragraph by paragraph. Footnotes, links and the contents are left out: the peer has less to do.
Prints the seconds of processor time it took.
"""

import io
import sys
import tempfile
import time
from pathlib import Path

import docx
from docxtpl import DocxTemplate

STYLES = ["Title", "Heading 1", "Heading 2", "List Bullet", "Quote", "Normal"]
COLUMNS = 3


def main(source, count):
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.docx"
        write_template(template)
        blocks = read_blocks(source)
        start = time.process_time()
        for _ in range(count):
            filled = DocxTemplate(template)
            filled.render({"blocks": blocks}, autoescape=True)
            filled.save(io.BytesIO())
        print(time.process_time() - start)


def read_blocks(source):
    document = docx.Document(source)
    blocks = []
    for content in document.iter_inner_content():
        if isinstance(content, docx.table.Table):
            blocks.append({"rows": [(cells_of(row) + [""] * COLUMNS)[:COLUMNS] for row in content.rows]})
        else:
            style = content.style.name if content.style.name in STYLES else "Normal"
            blocks.append({"style": style, "text": content.text})
    return blocks


def cells_of(row):
    cells = [cell.text for cell in row.cells]
    return [*cells[: COLUMNS - 1], " ".join(cells[COLUMNS - 1 :])]


def write_template(path):
    document = docx.Document()
    document.add_paragraph("{%p for block in blocks %}")
    document.add_paragraph("{%p if block.rows %}")
    table = document.add_table(rows=3, cols=COLUMNS)
    table.rows[0].cells[0].text = "{%tr for row in block.rows %}"
    for column in range(COLUMNS):
        table.rows[1].cells[column].text = f"{{{{ row[{column}] }}}}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    for style in STYLES:
        document.add_paragraph(f"{{%p elif block.style == '{style}' %}}")
        document.add_paragraph("{{ block.text }}", style=style)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.save(path)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
