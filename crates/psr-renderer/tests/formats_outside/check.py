"""Reads every document in the folders given and says what is wrong with each.

A format is a module beside this one with the ending of its files as its name and a function `check(path)` that returns the faults found, each a sentence.
"""

import importlib
import sys
from pathlib import Path

FORMATS = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem != "check")


def main(folders):
    faulty = 0
    for name in FORMATS:
        files = sorted(file for folder in folders for file in Path(folder).rglob(f"*.{name}"))
        check = importlib.import_module(name).check
        for file in files:
            for fault in check(file):
                print(f"{file}: {fault}", file=sys.stderr)
                faulty += 1
        print(f"{name}: {len(files)} read")
        if not files:
            print(f"no document ends in .{name}: nothing was read", file=sys.stderr)
            faulty += 1
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
