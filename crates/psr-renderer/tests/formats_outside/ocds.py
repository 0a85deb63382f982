"""Reads record packages of open data: with the published schemas of the Open Contracting Data Standard, and by merging their releases.

The schemas are read from the folder that PSR_OCDS_SCHEMAS names; where it is not set, that is said, and the releases are only merged.
"""

import json
import os
from pathlib import Path

from jsonschema import Draft4Validator, FormatChecker
from ocdsmerge import Merger
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

SCHEMAS = os.environ.get("PSR_OCDS_SCHEMAS")
if not SCHEMAS:
    print("ocds: skipped: PSR_OCDS_SCHEMAS names no folder with the published schemas, so releases are merged and not validated")


def load(name):
    return json.loads((Path(SCHEMAS) / name).read_text(encoding="utf-8"))


def validator(name):
    schemas = [load(file.name) for file in Path(SCHEMAS).glob("*.json")]
    resources = [(schema["id"], Resource(contents=schema, specification=DRAFT4)) for schema in schemas]
    return Draft4Validator(load(name), registry=Registry().with_resources(resources), format_checker=FormatChecker())


def check(path):
    """Returns what is wrong with a record package, each a sentence."""
    package = json.loads(Path(path).read_text(encoding="utf-8"))
    found = []
    if SCHEMAS:
        found += [error.message[:200] for error in validator("record-package-schema.json").iter_errors(package)]
        release = validator("release-schema.json")
        for record in package.get("records", []):
            for one in record.get("releases", []):
                found += [f"release {one.get('id')}: {error.message[:200]}" for error in release.iter_errors(one)]
    return found + merged(package)


def merged(package):
    """Merges the releases of each record; a compiled release must keep the title and the id."""
    found = []
    merger = Merger(load("release-schema.json")) if SCHEMAS else None
    for record in package.get("records", []) if merger else []:
        compiled = merger.create_compiled_release(record["releases"])
        if compiled.get("ocid") != record["ocid"] or not compiled.get("tender", {}).get("title"):
            found.append(f"the releases of {record['ocid']} do not merge into one")
    return found


def planted(path, folder):
    """Yields faulty copies of a sound package, each with the word that must be found."""
    if not SCHEMAS:
        return
    sound = Path(path).read_text(encoding="utf-8")
    for number, (old, new, word) in enumerate([
        ('"initiationType": "tender"', '"initiationType": "gift"', "gift"),
        ('"status": "complete"', '"status": "done"', "done"),
        ('"currency": "GBP"', '"currency": "Pounds"', "Pounds"),
    ]):
        faulty = folder / f"{number}.ocds"
        faulty.write_text(sound.replace(old, new, 1), encoding="utf-8")
        yield faulty, word
