"""Fills the template with docxtpl so many times and keeps the last: `fill_docxtpl.py FOLDER COUNT`. Prints the seconds of processor time it took."""

import io
import json
import sys
import time
from pathlib import Path

from docxtpl import DocxTemplate


def main(folder, count):
    template = folder / "docxtpl.docx"
    blocks = json.loads((folder / "blocks.json").read_text(encoding="utf-8"))
    start = time.process_time()
    for _ in range(count):
        out = io.BytesIO()
        filled = DocxTemplate(template)
        filled.render({"blocks": blocks}, autoescape=True)
        filled.save(out)
    print(time.process_time() - start)
    (folder / "by-docxtpl.docx").write_bytes(out.getvalue())


main(Path(sys.argv[1]), int(sys.argv[2]))
