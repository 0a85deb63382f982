"""Whether a DOCX can be read elsewhere: by python-docx, by a validator of the schemas, and by LibreOffice where it is installed.

This module has the name that python-docx gives itself, so what uses that stands in `word/` and runs as a program of its own.
"""

import functools
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

READER = Path(__file__).parent / "word" / "read.py"


def check(path):
    ran = subprocess.run([sys.executable, READER, path], capture_output=True, text=True)
    if ran.returncode:
        return [f"it cannot be read: {ran.stderr.strip()}"]
    faults, words = ran.stdout.split("\f")
    return [*faults.splitlines(), *of_office(path, words.splitlines())]


def of_office(path, lines):
    """Every sentence is found in what LibreOffice makes of the file."""
    converted = in_office(path.parent)
    if converted is None:
        return
    shown = squeezed(converted.get(path.stem, ""))
    for line in lines:
        if squeezed(line) not in shown:
            yield f"LibreOffice does not show: {line}"


# What is changed in which part of a sound file, and a word of what must then be found.
PLANTED = [
    ("docProps/core.xml", "en-GB", "fr-FR", "its language is fr-FR"),
    ("word/document.xml", "<w:tblHeader/>", "", "does not stand at the head of each page"),
    ("word/document.xml", '<w:pStyle w:val="Title"/>', "", "it has not one title"),
    ("word/footer1.xml", "Page ", "", "its pages are not numbered"),
]


def planted(path, folder):
    """Makes faulty copies, and yields each with a word of what must be found."""
    copies = []
    for number, (part, old, new, word) in enumerate(PLANTED):
        copy = folder / f"{number}.docx"
        with zipfile.ZipFile(path) as sound, zipfile.ZipFile(copy, "w") as faulty:
            for name in sound.namelist():
                content = sound.read(name)
                faulty.writestr(name, content.replace(old.encode(), new.encode(), 1) if name == part else content)
        copies.append((copy, word))
    yield from copies


@functools.cache
def in_office(folder):
    """Converts a whole folder at once, as starting LibreOffice takes longer than the rest."""
    office = shutil.which("soffice")
    if office is None:
        print("skipped: LibreOffice is not installed, so that it did not read any DOCX (Debian: libreoffice-writer)")
        return None
    with tempfile.TemporaryDirectory() as place:
        profile = f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}"
        convert = [office, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", place]
        subprocess.run([*convert, *sorted(folder.glob("*.docx"))], capture_output=True, timeout=600, check=True)
        return {file.stem: file.read_text(encoding="utf-8-sig") for file in Path(place).glob("*.txt")}


def squeezed(text):
    return "".join(text.split())
