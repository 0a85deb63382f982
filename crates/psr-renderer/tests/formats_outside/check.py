"""Reads every document in the folders given and says what is wrong with each.

A format is a module beside this one with the ending of its files as its name, a function `check(path)` that returns the faults found, each a sentence, and
a function `planted(path, folder)` that makes faulty copies of a sound file and yields each with the word that must stand in what is found. So a check that sees
nothing any more is seen.
"""

import importlib
import sys
import tempfile
from pathlib import Path

FORMATS = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem != "check")


def main(folders):
    faulty = 0
    for name in FORMATS:
        files = sorted(file for folder in folders for file in Path(folder).rglob(f"*.{name}"))
        module = importlib.import_module(name)
        found = [f"{file}: {fault}" for file in files for fault in module.check(file)]
        found += unseen(module, files) if files else [f"no document ends in .{name}: nothing was read"]
        for fault in found:
            print(fault, file=sys.stderr)
        faulty += len(found)
        print(f"{name}: {len(files)} read, {len(found)} faults")
    return 1 if faulty else 0


def unseen(module, files):
    """Returns which faults the check does not see, planted in the document that holds everything."""
    sound = next((file for file in files if file.stem == "everything"), None)
    if sound is None:
        print("no document is called `everything`: no faults were planted")
        return []
    with tempfile.TemporaryDirectory() as folder:
        return [f"a planted fault is not seen: {word}" for file, word in module.planted(sound, Path(folder))
                if not any(word in fault for fault in module.check(file))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
