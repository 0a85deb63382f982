// Makes small bundles, sound to begin with, for the tests to spoil: written from docs/record-format.md alone.

import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const node = (left, right) => sha256(Uint8Array.of(1), left, right);
export const leafOf = (line) => sha256(Uint8Array.of(0), line);

/** Canonical JSON of maps, lists and texts within the profile. */
export const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
};

/** Bytes that look drawn and are the same in each run. */
const drawn = (seed, length) => sha256(`drawn ${seed}`).subarray(0, length);

export const rootOf = (leaves) => {
  if (leaves.length === 0) return sha256("");
  if (leaves.length === 1) return leaves[0];
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return node(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
};

const inclusion = (leaves, index) => {
  if (leaves.length === 1) return [];
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1)), left = leaves.slice(0, split), right = leaves.slice(split);
  return index < split ? [...inclusion(left, index), rootOf(right)] : [...inclusion(right, index - split), rootOf(left)];
};

/** RFC 6962, 2.1.2, as it is defined there. */
const consistency = (size, leaves, whole = true) => {
  if (size === leaves.length) return whole ? [] : [rootOf(leaves)];
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1)), left = leaves.slice(0, split), right = leaves.slice(split);
  return size <= split ? [...consistency(size, left, whole), rootOf(right)] : [...consistency(size - split, right, false), rootOf(left)];
};

/** A signing key of a seed, under a name. */
export const keyOf = (seed, name) => {
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), sha256(`key ${seed}`)]);
  const secret = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  const typed = Buffer.concat([Uint8Array.of(1), createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32)]);
  const id = sha256(name, "\n", typed).subarray(0, 4);
  return { secret, name, id, text: `${name}+${id.toString("hex")}+${typed.toString("base64")}` };
};

/** Signs a text as a note, with one key or several. */
export const note = (text, ...keys) => {
  const line = ({ secret, name, id }) => `\u2014 ${name} ${Buffer.concat([id, sign(null, Buffer.from(text), secret)]).toString("base64")}\n`;
  return `${text}\n${keys.map(line).join("")}`;
};

const checkpoint = (origin, leaves, ...keys) => note(`${origin}\n${leaves.length}\n${rootOf(leaves).toString("base64")}\n`, ...keys);

const ORIGIN = "example.org/psr";
const REGISTER = "019d48ea-2e00-7a62-8a45-50780e07f400", REC = "019d48ea-2e00-7a62-8a45-50780e07f48b", OTHER = "019d48ea-2e00-7a62-8a45-50780e07f48c";

/** Writes one event; returns its line and the bodies of its fields, in the order of their digests. */
export const event = (rec, seq, prev, typ, fields, extra = {}) => {
  const bodies = Object.entries(fields).map(([path, value], at) => {
    const salt = drawn(`${rec} ${seq} ${at}`, 16).toString("base64url");
    return Buffer.from(canonical([salt, path, value])).toString("base64url");
  });
  const digest = (body) => sha256(body).toString("base64url");
  bodies.sort((left, right) => (digest(left) < digest(right) ? -1 : 1));
  const at = new Date(Date.UTC(2026, 3, 1, 12, seq)).toISOString();
  const header = { act: "a1", at, base: seq - 1, op: drawn(`op ${rec} ${seq}`, 16).toString("base64url"), prev: prev.toString("hex"), rec, sd: bodies.map(digest), seq, typ, v: 1 };
  return { line: Buffer.from(canonical({ ...header, ...extra })), bodies };
};

/** The events of a record: each a type and its fields. */
export const chain = (rec, events) => {
  let prev = Buffer.alloc(32);
  return events.map(([typ, fields, extra], seq) => {
    const made = event(rec, seq, prev, typ, fields, extra);
    prev = leafOf(made.line);
    return made;
  });
};

export const MINUTES = Buffer.from("Minutes of 1 April 2026\n");
export const PACK = Buffer.from("id: toy\n");
const hexOf = (bytes) => sha256(bytes).toString("hex");
const packDigest = sha256(Uint8Array.of(0), "pack.yaml", Uint8Array.of(0), PACK).toString("hex");

export const STORY = [
  ["psr.case/1", { "case/title": "Community podiatry", "case/reference": "POD-2026", "case/pack/digest": `sha256:${packDigest}` }],
  ["psr.actor/1", { "actor/handle": "a1", "actor/name": "Zoë Invented" }],
  ["psr.answer/1", { "answer/choice-of-process/existing-provider/value": { yes_no: true }, "answer/choice-of-process/existing-provider/reason": "The contract began in 2021.", "answer/choice-of-process/existing-provider/evidence/0/name": "minutes.txt", "answer/choice-of-process/existing-provider/evidence/0/sha256": `sha256:${hexOf(MINUTES)}` }],
  ["psr.approval/1", { "approval/role": "director", "approval/basis": 2 }],
  ["psr.answer/1", { "answer/choice-of-process/existing-provider/value": { yes_no: false }, "answer/choice-of-process/existing-provider/supersedes": 2 }],
  ["psr.closed/1", { "closed/closed": true }],
];

/** MANIFEST over what is there. */
export const withManifest = (files) => {
  const { MANIFEST, ...others } = files;
  const lines = Object.keys(others).sort().map((name) => `${hexOf(others[name])}  ${name}\n`);
  return { MANIFEST: Buffer.from(lines.join("")), ...others };
};

const about = (kind) => Buffer.from(canonical({ bundle: 1, kind, origin: ORIGIN, program: "psr 0.1.0", records: [REC], register: REGISTER }));
const documents = () => Object.fromEntries(["README.txt", "FORMAT.md", "verify.py", "schemas/line.json"].map((name) => [name, Buffer.from(`${name}\n`)]));
const jsonl = (events) => Buffer.from(events.map(({ line }) => `${line}\n`).join(""));
const bodiesOf = (events, leave = () => true) => Buffer.from(events.flatMap(({ bodies }) => bodies).filter(leave).map((body) => `${body}\n`).join(""));

/** A bundle of one record that stands at places 1, 3, 5… of its register, with a gate after its first four events. */
export const recordBundle = ({ story = STORY, key = keyOf(1, ORIGIN), keys = [key], statements = [] } = {}) => {
  const events = chain(REC, story), others = chain(OTHER, story.map(() => ["psr.actor/1", {}]));
  const leaves = events.flatMap((one, at) => [leafOf(others[at].line), leafOf(one.line)]);
  const proof = (size) => {
    const tree = leaves.slice(0, size), index = size - 1;
    return Buffer.from(`c2sp.org/tlog-proof@v1\nindex ${index}\n${inclusion(tree, index).map((hash) => `${hash.toString("base64")}\n`).join("")}\n${checkpoint(ORIGIN, tree, ...keys)}`);
  };
  const gate = Math.min(8, leaves.length);
  const files = {
    ...documents(), "bundle.json": about("record"), "events.jsonl": jsonl(events), "disclosures.txt": bodiesOf(events), "withheld.json": Buffer.from("[]"),
    "head.tlog-proof": proof(leaves.length), [`gates/${gate}.tlog-proof`]: proof(gate),
    [`gates/${gate}.consistency`]: Buffer.from(consistency(gate, leaves).map((hash) => `${hash.toString("base64")}\n`).join("")),
    key: Buffer.from(`${key.text}\n`), [`evidence/${hexOf(MINUTES)}/minutes.txt`]: MINUTES, [`pack/${packDigest}/pack.yaml`]: PACK,
  };
  statements.forEach((text, at) => { files[`keys/${String(at + 1).padStart(4, "0")}`] = Buffer.from(text); });
  return { files: withManifest(files), key, leaves, prior: (size) => checkpoint(ORIGIN, leaves.slice(0, size), ...keys) };
};

/** A bundle of a whole register of two records, one of them shown. */
export const registerBundle = ({ key = keyOf(1, ORIGIN) } = {}) => {
  const events = chain(REC, STORY), others = chain(OTHER, STORY.map(() => ["psr.actor/1", { "actor/name": "Somebody Else" }]));
  const all = events.flatMap((one, at) => [others[at], one]), leaves = all.map(({ line }) => leafOf(line));
  const files = {
    ...documents(), "bundle.json": about("register"), "events.jsonl": jsonl(all), "disclosures.txt": bodiesOf(events), checkpoint: Buffer.from(checkpoint(ORIGIN, leaves, key)),
    "checkpoints/8": Buffer.from(checkpoint(ORIGIN, leaves.slice(0, 8), key)), key: Buffer.from(`${key.text}\n`),
    [`evidence/${hexOf(MINUTES)}/minutes.txt`]: MINUTES, [`pack/${packDigest}/pack.yaml`]: PACK,
  };
  return { files: withManifest(files), key, leaves, prior: (size) => checkpoint(ORIGIN, leaves.slice(0, size), key) };
};
