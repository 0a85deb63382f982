// Runs the vectors in fixtures/chains/vectors.json, named by the first argument, through verify.js; prints what it found.

"use strict";

const { readFileSync } = require("node:fs");
const verifier = require("../../verifiers/verify.js");

const vectors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));
const utf8 = (text) => new Uint8Array(Buffer.from(text, "utf8"));
const roots = vectors.roots.map((_, size) => verifier.rootOf(vectors.leaves.slice(0, size)));

const accepts = (read, data) => {
  try { read(data); return true; } catch { return false; }
};
const included = ({ index, size, proof }) =>
  verifier.rootFromInclusion(vectors.leaves[index % vectors.leaves.length], BigInt(index), BigInt(size), proof) === roots[size];
const consistent = ({ older, newer, proof }) =>
  verifier.isConsistent(BigInt(older), roots[older], BigInt(newer), roots[newer], proof);
const noted = async ({ note, key }) => {
  try {
    const parsed = verifier.parseKey(key), read = verifier.openNote(note);
    return parsed !== null && read !== null && await verifier.isSignedBy(read, parsed) === true;
  } catch { return false; }
};

(async () => {
  const all = (list, act) => Promise.all(list.map(act));
  process.stdout.write(JSON.stringify({
    canonical: vectors.canonical.map((one) => accepts(verifier.parse, bytes(one.bytes))),
    lines: vectors.lines.map((one) => accepts(verifier.parseLine, utf8(one.text))),
    disclosures: vectors.disclosures.map((one) => accepts(verifier.parseBody, utf8(one.text))),
    roots,
    inclusion: vectors.inclusion.map(included),
    consistency: vectors.consistency.map(consistent),
    signatures: await all(vectors.signatures, ({ key, message, signature }) => verifier.isSignature(bytes(key), bytes(message), bytes(signature))),
    keys: vectors.keys.map(({ text }) => verifier.parseKey(text) !== null),
    notes: await all(vectors.notes, noted),
  }));
})();
