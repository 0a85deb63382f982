"""Runs verify.py over many bundles in one process: one JSON map a line in, one report a line out.

{"files": {name: base64}, "options": {…}} is verified; {"zip": base64, …} is read from a container first; with "flip": true
every byte is changed in one bit in turn, and what comes out lists the changes that were not reported.
"""
import base64, functools, io, json, os, sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "verifiers"))
import verify

verify.ed25519 = functools.lru_cache(None)(verify.ed25519)
verify.decompress = functools.lru_cache(None)(verify.decompress)


def report(files, options):
    policy = options.get("policy")
    return verify.verify(files, options.get("key"), options.get("prior"), None if policy is None else policy.encode(),
                         options.get("chainOnly", False))


def report_on_zip(data, options):
    found = verify.Report()
    files = verify.read_container(io.BytesIO(data), found)
    if not files and found.faults:
        return found.json()
    verified = report(files, options)
    verified["faults"] = found.faults + verified["faults"]
    verified["sound"] = not verified["faults"]
    return verified


def unreported(data, look):
    missed = []
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        try:
            if look(bytes(changed))["sound"]:
                missed.append(at)
        except (verify.NoBundle, verify.Malformed):
            pass
    return missed


def answer(question):
    options = question.get("options", {})
    if "zip" in question:
        data = base64.b64decode(question["zip"])
        if question.get("flip"):
            return {"unreported": unreported(data, lambda data: report_on_zip(data, options))}
        return report_on_zip(data, options)
    files = {name: base64.b64decode(data) for name, data in question["files"].items()}
    if question.get("flip"):
        missed = {name: unreported(data, lambda data: report({**files, name: data}, options)) for name, data in files.items()}
        return {"unreported": ["%s:%d" % (name, at) for name, places in missed.items() for at in places]}
    return report(files, options)


for line in sys.stdin:
    try:
        found = answer(json.loads(line))
    except (verify.NoBundle, verify.Malformed) as error:
        found = {"error": str(error)}
    print(json.dumps(found), flush=True)
