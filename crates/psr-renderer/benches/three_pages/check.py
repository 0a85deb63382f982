"""Says whether what a peer filled has every paragraph and cell of the blocks, in their order: `check.py FOLDER FILE`."""

import json
import sys
from pathlib import Path

import docx


def main(folder, file):
    blocks = json.loads((Path(folder) / "blocks.json").read_text(encoding="utf-8"))
    wanted = [block.get("rows", block.get("text")) for block in blocks]
    found = [content_of(content) for content in docx.Document(Path(folder) / file).iter_inner_content()]
    # An empty paragraph may stand beside a table, for Word's sake.
    if [part for part in wanted if part] != [part for part in found if part]:
        sys.exit(f"{file} does not say what was to be filled in")


def content_of(content):
    if isinstance(content, docx.table.Table):
        return [[cell.text for cell in row.cells] for row in content.rows]
    return content.text


main(sys.argv[1], sys.argv[2])
