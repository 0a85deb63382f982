// The JavaScript verifier against the shared vectors, and against small bundles spoiled one way each.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { STORY, canonical, keyOf, note, recordBundle, registerBundle, withManifest } from "./bundle.mjs";

const require = createRequire(import.meta.url);
const verifier = require("../../../psr-recorder/verifiers/verify.js");
const vectors = new URL("../../../../fixtures/chains/", import.meta.url);

const rows = (name) => readFileSync(new URL(name, vectors), "utf8").split("\n").filter((row) => row && !row.startsWith("#")).map((row) => row.split("\t")[0]);
const kinds = (report) => [...new Set(report.faults.map(({ position, kind }) => `${position ?? "-"} ${kind}`))].sort();
const open = (report) => report["not-proved"].map((text) => text.split(":")[0]);
const changed = (files, name, change) => withManifest({ ...files, [name]: Buffer.from(change(Buffer.from(files[name]))) });
const replaced = (files, name, from, to) => changed(files, name, (bytes) => {
  assert.ok(bytes.includes(from), `${name} holds ${from}`);
  return bytes.toString().replace(from, to);
});

test("hashes as Node does, at every length around a block", () => {
  for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 1000, 100000]) {
    const bytes = randomBytes(length);
    assert.equal(verifier.hex(verifier.sha256(bytes)), createHash("sha256").update(bytes).digest("hex"));
  }
});

for (const [name, read] of [["malformed-json.tsv", "parse"], ["malformed-lines.tsv", "parseLine"], ["malformed-disclosures.tsv", "parseBody"]]) {
  test(`refuses everything in ${name}`, () => {
    for (const row of rows(name)) {
      const bytes = name === "malformed-json.tsv" ? Buffer.from(row, "hex") : Buffer.from(row);
      assert.throws(() => verifier[read](bytes), (error) => error.constructor.name === "Malformed", row);
    }
  });
}

test("reaches the roots and the signature of the example register", async () => {
  const example = JSON.parse(readFileSync(new URL("example.json", vectors)));
  const leaves = example.events.map(({ line, leaf }) => {
    verifier.parseLine(Buffer.from(line));
    assert.equal(`sha256:${verifier.leafHash(Buffer.from(line))}`, leaf);
    return leaf.slice(7);
  });
  example.roots.forEach((root, size) => assert.equal(`sha256:${verifier.rootOf(leaves.slice(0, size))}`, root));
  const head = verifier.parseCheckpoint(example.signed_head);
  assert.equal(await verifier.isSignedBy(head.note, verifier.parseKey(example.key)), true);
  assert.equal(await verifier.isSignedBy(head.note, verifier.parseKey(keyOf(9, head.origin).text)), false);
});

test("weak keys, weak nonces and second spellings of a signature are refused", async () => {
  const point = Buffer.from("0100000000000000000000000000000000000000000000000000000000000000", "hex");
  const strong = Buffer.from("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "hex");
  const nothing = Buffer.alloc(32), message = Buffer.from("any");
  assert.equal(await verifier.isSignature(point, message, Buffer.concat([point, nothing])), false);
  assert.equal(await verifier.isSignature(strong, message, Buffer.concat([point, nothing])), false);
  const signature = Buffer.from("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b", "hex");
  assert.equal(await verifier.isSignature(strong, Buffer.alloc(0), signature), true);
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString("hex")}`) + order;
  const second = Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse();
  assert.equal(await verifier.isSignature(strong, Buffer.alloc(0), Buffer.concat([signature.subarray(0, 32), second])), false);
});

test("a sound bundle of a record is sound, with the key and an older checkpoint too", async () => {
  const { files, key, prior } = recordBundle();
  const report = await verifier.verify(files, { key: key.text, prior: prior(8) });
  assert.deepEqual(kinds(report), []);
  assert.deepEqual(open(report), ["authorship", "time"]);
  assert.equal(report.entries, STORY.length);
  assert.deepEqual(open(await verifier.verify(files)).slice(0, 2), ["pinned-key", "outside-checkpoint"]);
});

test("a sound bundle of a register is sound, and the fields of other records are withheld", async () => {
  const { files, key, prior } = registerBundle();
  const report = await verifier.verify(files, { key: key.text, prior: prior(5) });
  assert.deepEqual(kinds(report), []);
  assert.equal(report.fields.withheld, 6);
});

test("what cannot be read as a key, a checkpoint or a bundle is an argument error", async () => {
  const { files } = recordBundle();
  await assert.rejects(verifier.verify(files, { key: "nonsense" }), /not a verifier key/);
  await assert.rejects(verifier.verify(files, { prior: "nonsense" }), /not a checkpoint/);
  await assert.rejects(verifier.verify({}), /no events.jsonl/);
});

const SPOILED = {
  "an edited line": [(files) => replaced(files, "events.jsonl", '"act":"a1","at":"2026-04-01T12:02', '"act":"a2","at":"2026-04-01T12:02'), ["3 chain"]],
  "an edited newest line": [(files) => replaced(files, "events.jsonl", '"act":"a1","at":"2026-04-01T12:05', '"act":"a2","at":"2026-04-01T12:05'), ["5 tree"]],
  "a line that is no longer canonical": [(files) => replaced(files, "events.jsonl", '"seq":5', '"seq": 5'), ["5 line"]],
  "a dropped newest event": [(files) => changed(files, "events.jsonl", (bytes) => bytes.toString().split("\n").slice(0, -2).join("\n") + "\n"), ["- orphan", "4 tree"]],
  "a dropped disclosure": [(files) => changed(files, "disclosures.txt", (bytes) => bytes.toString().split("\n").slice(1).join("\n")), ["0 missing"]],
  "another evidence file": [(files) => changed(files, Object.keys(files).find((name) => name.startsWith("evidence/")), () => "Minutes of another day\n"), ["2 evidence"]],
  "another pack": [(files) => changed(files, Object.keys(files).find((name) => name.startsWith("pack/")), () => "id: other\n"), ["0 pack"]],
  "another key": [(files) => changed(files, "key", () => `${keyOf(2, "example.org/psr").text}\n`), ["- checkpoint"]],
  "a key that is none": [(files) => changed(files, "key", () => "example.org/psr+00000000+AQ==\n"), ["- key"]],
  "a kind of bundle that is not known": [(files) => replaced(files, "bundle.json", '"bundle":1', '"bundle":2'), ["- bundle"]],
  "an entry that has no place": [(files) => withManifest({ ...files, "other.txt": Buffer.from("x") }), ["- bundle"]],
  "an edit that MANIFEST alone sees": [(files) => ({ ...files, "FORMAT.md": Buffer.from("another") }), ["- manifest"]],
  "a shown field that is listed as withheld": [(files) => {
    const { sd: [digest] } = JSON.parse(Buffer.from(files["events.jsonl"]).toString().split("\n")[1]);
    return changed(files, "withheld.json", () => canonical([{ bar: "", digest, ground: "", label: "", note: "" }]));
  }, ["- withheld"]],
};

for (const [name, [spoil, expected]] of Object.entries(SPOILED)) {
  test(`notices ${name}`, async () => {
    const { files } = recordBundle();
    const found = kinds(await verifier.verify(spoil(files)));
    for (const kind of expected) assert.ok(found.includes(kind), `${kind} among ${found}`);
  });
}

test("a withheld field is counted, and is no fault", async () => {
  const { files } = recordBundle();
  const body = Buffer.from(files["disclosures.txt"]).toString().split("\n").find((line) => Buffer.from(line, "base64url").includes("case/title"));
  const digest = createHash("sha256").update(body).digest("base64url");
  const without = changed(files, "disclosures.txt", (bytes) => bytes.toString().replace(`${body}\n`, ""));
  const listed = changed(without, "withheld.json", () => canonical([{ bar: "reg 12(5)", digest, ground: "(b)", label: "the title", note: "" }]));
  const report = await verifier.verify(listed);
  assert.deepEqual(kinds(report), []);
  assert.equal(report.fields.withheld, 1);
  assert.ok(open(report).includes("withheld"));
});

test("a key handed over by both keys goes on, and by the new one alone does not", async () => {
  const [old, next] = [keyOf(1, "example.org/psr"), keyOf(2, "example.org/psr")];
  const text = `psr key change v1\nexample.org/psr\n3\n${old.text}\n${next.text}\n`;
  const bundle = (...signers) => recordBundle({ key: old, keys: [next], statements: [note(text, ...signers)] }).files;
  assert.deepEqual(kinds(await verifier.verify(bundle(old, next), { key: next.text })), []);
  assert.deepEqual(kinds(await verifier.verify(bundle(old, next), { key: old.text })), []);
  assert.ok(kinds(await verifier.verify(bundle(next))).includes("- key"));
  assert.ok(kinds(await verifier.verify(bundle(old))).includes("- key"));
});

test("any one bit flipped in any file of a bundle is reported", async () => {
  const { files, key } = recordBundle();
  const flips = Object.entries(files).flatMap(([name, bytes]) => Array.from(bytes, (_, at) => [name, at]));
  for (const [name, at] of flips.filter((_, number) => number % 7 === 0)) {
    const bytes = Buffer.from(files[name]);
    bytes[at] ^= 1 << at % 8;
    const report = await verifier.verify({ ...files, [name]: bytes }, { key: key.text });
    assert.equal(report.sound, false, `${name} at ${at}`);
  }
});

test("the bundles that every verifier reads are sound here too", async () => {
  const folder = fileURLToPath(new URL("../../../../fixtures/bundles/", import.meta.url));
  const bundles = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.ok(bundles.length > 0);
  for (const { name } of bundles) {
    const inside = readdirSync(join(folder, name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = inside.map((entry) => join(entry.parentPath, entry.name));
    const files = Object.fromEntries(paths.map((path) => [relative(join(folder, name), path).split(sep).join("/"), readFileSync(path)]));
    assert.deepEqual(kinds(await verifier.verify(files)), [], name);
  }
});
