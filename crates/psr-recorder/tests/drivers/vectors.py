"""Runs the vectors in fixtures/chains/vectors.json, named by the first argument, through verify.py; prints what it found."""
import json, os, sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "verifiers"))
import verify

with open(sys.argv[1], encoding="utf-8") as file:
    vectors = json.load(file)
leaves = [bytes.fromhex(leaf) for leaf in vectors["leaves"]]
roots = verify.roots(leaves, set(range(len(leaves) + 1)))


def accepts(read, data):
    try:
        return read(data) is not Ellipsis
    except verify.Malformed:
        return False


def included(case):
    hashes = [bytes.fromhex(hash) for hash in case["proof"]]
    return verify.included(leaves[case["index"] % len(leaves)], case["index"], case["size"], hashes) == roots[case["size"]]


def consistent(case):
    older, newer = (case["older"], roots[case["older"]]), (case["newer"], roots[case["newer"]])
    return verify.consistent(older, newer, [bytes.fromhex(hash) for hash in case["proof"]])


def signed(case):
    return verify.ed25519(*(bytes.fromhex(case[part]) for part in ("key", "message", "signature")))


def noted(case):
    try:
        return verify.Note(case["note"]).is_signed_by(verify.Key(case["key"]))
    except verify.Malformed:
        return False


print(json.dumps({
    "canonical": [accepts(verify.canonical, bytes.fromhex(case["bytes"])) for case in vectors["canonical"]],
    "lines": [accepts(verify.event, case["text"].encode()) for case in vectors["lines"]],
    "disclosures": [accepts(verify.disclosure, case["text"].encode()) for case in vectors["disclosures"]],
    "roots": [roots[size].hex() for size in range(len(leaves) + 1)],
    "inclusion": [included(case) for case in vectors["inclusion"]],
    "consistency": [consistent(case) for case in vectors["consistency"]],
    "signatures": [signed(case) for case in vectors["signatures"]],
    "keys": [accepts(verify.Key, case["text"]) for case in vectors["keys"]],
    "notes": [noted(case) for case in vectors["notes"]],
}))
