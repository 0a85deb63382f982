"""Makes ready what the peers fill, so that each gives what a document of ours gives: `prepare.py DOCUMENT FOLDER`.

The words are taken from the document itself, paragraph by paragraph, into `blocks.json`. Footnotes, links and the contents are left out: the peers have
less to do. Each peer has a template of its own in its own marks, with the same paragraphs and the same table.
"""

import json
import sys
from pathlib import Path

import docx

STYLES = ["Title", "Heading 1", "Heading 2", "List Bullet", "Quote", "Normal"]
COLUMNS = 3


def main(source, folder):
    folder = Path(folder)
    blocks = read_blocks(source)
    (folder / "blocks.json").write_text(json.dumps(blocks), encoding="utf-8")
    docxtpl_template().save(folder / "docxtpl.docx")
    docxtemplater_template().save(folder / "docxtemplater.docx")


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


def docxtpl_template():
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
    return document


def docxtemplater_template():
    """A block is looked up by its style without the space, as sections are named by one word."""
    document = docx.Document()
    document.add_paragraph("{#blocks}")
    document.add_paragraph("{#Table}")
    cells = document.add_table(rows=1, cols=COLUMNS).rows[0].cells
    for column, cell in enumerate(cells):
        cell.text = f"{{c{column}}}"
    cells[0].text = "{#rows}" + cells[0].text
    cells[-1].text += "{/rows}"
    document.add_paragraph("{/Table}")
    for style in STYLES:
        section = style.replace(" ", "")
        document.add_paragraph(f"{{#{section}}}")
        document.add_paragraph("{text}", style=style)
        document.add_paragraph(f"{{/{section}}}")
    document.add_paragraph("{/blocks}")
    return document


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
