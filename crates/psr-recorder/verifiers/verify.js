// Verifies a psr bundle, or the part of one that a page carries. No dependencies; runs inline in a page and under Node 20.
//
//   psrVerifier.verify(files, options) -> Promise of a report        files: { name: Uint8Array }
//   psrVerifier.examine(files, options) -> Promise of { report, ... } with everything that was read, for a page to show
//
//   options.key        a verifier key had from elsewhere
//   options.prior      a checkpoint that was kept elsewhere: the text of the signed note
//   options.chainOnly  look at lines, disclosures and files only, not at keys, signatures and proofs
//   options.leftOut    digests in hexadecimal of evidence and packs that were left out on purpose (pages only)
//   options.part       true where the files are a part of a bundle, with no MANIFEST and no documents (pages only)
//   options.progress   called now and then with (done, of) while events are read
//
// The report is the one that `psr verify --format json` prints. FORMAT.md describes every byte that is read here; the
// comments below say which rule a piece of code stands for. A fault is found from the bytes alone; nothing is assumed
// sound because a program of ours wrote it. Where Ed25519 is not available, `signature` is listed as not proved.

"use strict";

const psrVerifier = (() => {
  const MAX_LINE = 65536, MAX_BODY = 349528, MAX_FIELDS = 512, MAX_PATH = 512, MAX_DEPTH = 16, MIN_SALT = 16;
  const ZERO = "0".repeat(64);
  const encoder = new TextEncoder(), decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const encoded = (text) => encoder.encode(text);

  class ArgumentError extends Error {}
  class Malformed extends Error {}
  const refuse = (why) => { throw new Malformed(why); };

  // ---------------------------------------------------------------- bytes and text

  /** UTF-8, strictly: a byte order mark stays a character, and anything malformed is refused. */
  const utf8 = (bytes) => {
    try { return decoder.decode(bytes); }
    catch { return refuse("it is not UTF-8"); }
  };

  const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
  const hex = (bytes) => { let text = ""; for (const byte of bytes) text += HEX[byte]; return text; };
  const unhex = (text) => Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.slice(2 * at, 2 * at + 2), 16));
  const concat = (...parts) => {
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) { whole.set(part, at); at += part.length; }
    return whole;
  };
  const equal = (left, right) => left.length === right.length && left.every((byte, at) => byte === right[at]);

  const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const URL_SAFE = STANDARD.slice(0, 62) + "-_";
  const table = (alphabet) => {
    const values = new Int8Array(128).fill(-1);
    [...alphabet].forEach((character, value) => { values[character.charCodeAt(0)] = value; });
    return values;
  };
  const STANDARD_VALUES = table(STANDARD), URL_SAFE_VALUES = table(URL_SAFE);

  /** Base64 with no second spelling: no stray character, and the bits that are left over are zero. Null where it is not. */
  const unbase64 = (text, values) => {
    if (text.length % 4 === 1) return null;
    const bytes = new Uint8Array(Math.floor(text.length * 3 / 4));
    let bits = 0, held = 0, at = 0;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index), value = code < 128 ? values[code] : -1;
      if (value < 0) return null;
      held = (held << 6 | value) & 0xffff;
      bits += 6;
      if (bits >= 8) { bits -= 8; bytes[at++] = held >> bits & 255; }
    }
    return (held & (1 << bits) - 1) === 0 ? bytes : null;
  };
  /** base64url without padding. */
  const fromBase64url = (text) => unbase64(text, URL_SAFE_VALUES);
  /** base64 with padding. */
  const fromBase64 = (text) => {
    if (text.length % 4 !== 0) return null;
    return unbase64(text.replace(/={1,2}$/, ""), STANDARD_VALUES);
  };
  const toBase64 = (bytes, alphabet, padding) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 3) {
      const group = bytes[at] << 16 | (bytes[at + 1] ?? 0) << 8 | (bytes[at + 2] ?? 0), here = Math.min(3, bytes.length - at);
      for (let digit = 0; digit <= here; digit++) text += alphabet[group >> 18 - 6 * digit & 63];
      text += padding.repeat(3 - here);
    }
    return text;
  };
  const base64url = (bytes) => toBase64(bytes, URL_SAFE, "");
  const base64 = (bytes) => toBase64(bytes, STANDARD, "=");

  // ---------------------------------------------------------------- SHA-256 (FIPS 180-4)

  // Of our own for the many short texts, since the browser's is slow to call; large files are left to the browser.

  const primes = (count) => {
    const found = [];
    for (let number = 2; found.length < count; number++) if (found.every((prime) => number % prime !== 0)) found.push(number);
    return found;
  };
  /** The first 32 bits of the fraction of a root, in whole numbers: exact. */
  const fraction = (number, power) => {
    const shifted = BigInt(number) << BigInt(32 * power);
    let low = 0n, high = 1n << 40n;
    while (high - low > 1n) {
      const middle = low + high >> 1n;
      if (middle ** BigInt(power) <= shifted) low = middle; else high = middle;
    }
    return Number(BigInt.asIntN(32, low));
  };
  const ROUND = Int32Array.from(primes(64), (prime) => fraction(prime, 3));
  const START = Int32Array.from(primes(8), (prime) => fraction(prime, 2));
  const schedule = new Int32Array(64);

  const compress = (state, bytes, from) => {
    for (let word = 0; word < 16; word++, from += 4) {
      schedule[word] = bytes[from] << 24 | bytes[from + 1] << 16 | bytes[from + 2] << 8 | bytes[from + 3];
    }
    for (let word = 16; word < 64; word++) {
      const x = schedule[word - 15], y = schedule[word - 2];
      const s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3;
      const s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
      schedule[word] = schedule[word - 16] + s0 + schedule[word - 7] + s1 | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let word = 0; word < 64; word++) {
      const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
      const one = h + s1 + (e & f ^ ~e & g) + ROUND[word] + schedule[word] | 0;
      const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
      const two = s0 + (a & b ^ a & c ^ b & c) | 0;
      h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  };

  /** The SHA-256 of the bytes, 32 bytes. */
  const sha256 = (bytes) => {
    const state = Int32Array.from(START), whole = bytes.length - bytes.length % 64;
    for (let at = 0; at < whole; at += 64) compress(state, bytes, at);
    const rest = bytes.length - whole, tail = new Uint8Array(rest < 56 ? 64 : 128);
    tail.set(bytes.subarray(whole));
    tail[rest] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(bytes.length / 0x20000000));
    view.setUint32(tail.length - 4, bytes.length << 3 >>> 0);
    for (let at = 0; at < tail.length; at += 64) compress(state, tail, at);
    const out = new DataView(new ArrayBuffer(32));
    state.forEach((word, at) => out.setInt32(4 * at, word));
    return new Uint8Array(out.buffer);
  };

  const subtle = globalThis.crypto?.subtle;
  /** The SHA-256 of a file, in hexadecimal. */
  const fileDigest = async (bytes) => {
    if (subtle && bytes.length > 65536) return hex(new Uint8Array(await subtle.digest("SHA-256", bytes)));
    return hex(sha256(bytes));
  };

  // ---------------------------------------------------------------- the tree (RFC 6962)

  const leafHash = (bytes) => hex(sha256(concat(Uint8Array.of(0), bytes)));
  const nodeHash = (left, right) => hex(sha256(concat(Uint8Array.of(1), unhex(left), unhex(right))));

  /** Roots of perfect subtrees from the left, as leaves are added; `root()` joins them. */
  class Tree {
    constructor() { this.size = 0; this.subtrees = []; }
    push(leaf) {
      let hash = leaf;
      for (let size = this.size; size % 2 === 1; size = Math.floor(size / 2)) hash = nodeHash(this.subtrees.pop(), hash);
      this.subtrees.push(hash);
      this.size++;
    }
    root() {
      if (this.subtrees.length === 0) return hex(sha256(new Uint8Array()));
      return this.subtrees.reduceRight((right, left) => nodeHash(left, right));
    }
  }
  const rootOf = (leaves) => { const tree = new Tree(); leaves.forEach((leaf) => tree.push(leaf)); return tree.root(); };

  /** The root that an inclusion proof leads to (RFC 9162, 2.1.3.2); null where the proof has a wrong length. */
  const rootFromInclusion = (leaf, index, size, proof) => {
    if (size < 1n) return null;
    let last = size - 1n, hash = leaf;
    for (const sibling of proof) {
      if (last === 0n || index > last) return null;
      if (index % 2n === 1n || index === last) {
        hash = nodeHash(sibling, hash);
        while (index % 2n === 0n && index !== 0n) { index >>= 1n; last >>= 1n; }
      } else {
        hash = nodeHash(hash, sibling);
      }
      index >>= 1n;
      last >>= 1n;
    }
    return last === 0n && index === 0n ? hash : null;
  };

  /** Whether a proof shows that the tree of `size` with `root` is the start of the other (RFC 9162, 2.1.4.2). */
  const isConsistent = (size, root, laterSize, laterRoot, proof) => {
    if (size > laterSize) return false;
    if (size === laterSize) return proof.length === 0 && root === laterRoot;
    if (size === 0n) return proof.length === 0 && root === rootOf([]);
    const powerOfTwo = (size & size - 1n) === 0n, path = powerOfTwo ? [root, ...proof] : proof;
    if (path.length === 0) return false;
    let first = size - 1n, last = laterSize - 1n;
    while (first % 2n === 1n) { first >>= 1n; last >>= 1n; }
    let earlier = path[0], later = path[0];
    for (const hash of path.slice(1)) {
      if (last === 0n) return false;
      if (first % 2n === 1n || first === last) {
        earlier = nodeHash(hash, earlier);
        later = nodeHash(hash, later);
        while (first % 2n === 0n && first !== 0n) { first >>= 1n; last >>= 1n; }
      } else {
        later = nodeHash(later, hash);
      }
      first >>= 1n;
      last >>= 1n;
    }
    return last === 0n && earlier === root && later === laterRoot;
  };

  // ---------------------------------------------------------------- canonical JSON

  /**
   * Reads one canonical value that fills the bytes from end to end. It takes only what a canonical writer would write, so
   * there is nothing to compare afterwards: no white space, keys in order and none twice, one spelling of each character.
   * Maps become JavaScript Maps, so that no key means anything to the language.
   */
  const parse = (bytes) => {
    const text = utf8(bytes);
    let at = 0;
    const take = (token) => { if (!text.startsWith(token, at)) refuse(`${token} was due at ${at}`); at += token.length; };

    const string = () => {
      take('"');
      let value = "";
      for (;;) {
        const start = at;
        while (at < text.length && text.charCodeAt(at) >= 0x20 && text[at] !== '"' && text[at] !== "\\") at++;
        value += text.slice(start, at);
        if (text[at] === '"') { at++; return value; }
        if (text[at] !== "\\") refuse(`a quotation mark was due at ${at}`);
        value += escape();
      }
    };
    const SHORT = { '"': '"', "\\": "\\", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
    const escape = () => {
      const letter = text[at + 1];
      if (letter !== undefined && Object.hasOwn(SHORT, letter)) { at += 2; return SHORT[letter]; }
      // Only the controls that have no short escape are written by number: never a surrogate, never a printable character.
      const digits = /^\\u(00[01][0-9a-f])$/.exec(text.slice(at, at + 6));
      const code = digits ? parseInt(digits[1], 16) : -1;
      if (code < 0 || [8, 9, 10, 12, 13].includes(code)) refuse(`an escape that is not canonical at ${at}`);
      at += 6;
      return String.fromCharCode(code);
    };
    const number = () => {
      const digits = /^(?:0|-?[1-9][0-9]{0,15})(?![0-9A-Za-z+.-])/.exec(text.slice(at, at + 18));
      const value = digits ? Number(digits[0]) : NaN;
      if (!Number.isSafeInteger(value)) refuse(`not an integer of the profile at ${at}`);
      at += digits[0].length;
      return value;
    };
    const list = (levels) => {
      const values = [];
      take("[");
      if (text[at] === "]") { at++; return values; }
      for (;;) {
        values.push(value(levels));
        if (text[at] === "]") { at++; return values; }
        take(",");
      }
    };
    const map = (levels) => {
      const entries = new Map();
      let before = "";
      take("{");
      if (text[at] === "}") { at++; return entries; }
      for (;;) {
        const key = string();
        if (!/^[a-z0-9_]+$/.test(key) || key <= before) refuse(`the key at ${at} is not allowed or not in order`);
        before = key;
        take(":");
        entries.set(key, value(levels));
        if (text[at] === "}") { at++; return entries; }
        take(",");
      }
    };
    const deeper = (levels) => levels === 0 ? refuse(`nested too deep at ${at}`) : levels - 1;
    const value = (levels) => {
      switch (text[at]) {
        case "{": return map(deeper(levels));
        case "[": return list(deeper(levels));
        case '"': return string();
        case "t": take("true"); return true;
        case "f": take("false"); return false;
        case "n": take("null"); return null;
        default: return number();
      }
    };

    const whole = value(MAX_DEPTH);
    return at === text.length ? whole : refuse(`the end was due at ${at}`);
  };

  // ---------------------------------------------------------------- lines and disclosures

  const KEYS = ["act", "at", "base", "op", "prev", "rec", "sd", "seq", "typ", "v"];
  const isText = (value) => typeof value === "string";
  const matches = (value, pattern) => isText(value) && pattern.test(value);
  const hasBytes = (value, count) => isText(value) && fromBase64url(value)?.length === count;
  const UUID_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

  /** `YYYY-MM-DDTHH:MM:SS.mmmZ` on a day that the calendar has, without leap seconds. */
  const isInstant = (value) => {
    const parts = isText(value) && /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.\d{3}Z$/.exec(value);
    if (!parts) return false;
    const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
    const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
    return day >= 1 && day <= days && hour <= 23 && minute <= 59 && second <= 59;
  };

  const isWhole = (value, least) => Number.isSafeInteger(value) && value >= least;
  const isDigestList = (value) => Array.isArray(value) && value.length <= MAX_FIELDS && value.every((digest) => hasBytes(digest, 32))
    && value.every((digest, at) => at === 0 || value[at - 1] < digest);

  /** Reads an event's line: exactly these keys, each of its form, in the one canonical spelling. */
  const parseLine = (line) => {
    if (line.length > MAX_LINE) refuse("the line is too long");
    const map = parse(line);
    if (!(map instanceof Map)) refuse("a line is a map");
    if (map.size !== KEYS.length || !KEYS.every((key) => map.has(key))) refuse("a line has other keys");
    const header = Object.fromEntries(map);
    const check = (key, fits) => { if (!fits) refuse(`\`${key}\` has not its form`); };
    check("v", header.v === 1);
    check("act", matches(header.act, /^[a-z0-9-]{1,32}$/));
    check("at", isInstant(header.at));
    check("base", isWhole(header.base, -1));
    check("op", hasBytes(header.op, 16));
    check("prev", matches(header.prev, /^[0-9a-f]{64}$/));
    check("rec", matches(header.rec, UUID_7));
    check("sd", isDigestList(header.sd));
    check("seq", isWhole(header.seq, 0));
    check("typ", matches(header.typ, /^[a-z0-9.-]+\/[1-9][0-9]*$/) && header.typ.length <= 64);
    return header;
  };

  // Controls, and characters that change the direction of writing.
  const MISLEADING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

  /** Reads a disclosure's body: base64url of the canonical list of salt, path and value. */
  const parseBody = (body) => {
    if (body.length > MAX_BODY) refuse("a disclosure is too long");
    const json = fromBase64url(utf8(body)) ?? refuse("it is not base64url without padding");
    const parts = parse(json);
    if (!Array.isArray(parts) || parts.length !== 3 || !isText(parts[0]) || !isText(parts[1])) {
      refuse("it is not a list of salt, path and value");
    }
    const [salt, path, value] = parts;
    if (!((fromBase64url(salt)?.length ?? 0) >= MIN_SALT)) refuse("its salt has fewer than 16 bytes");
    const length = encoded(path).length;
    if (length < 1 || length > MAX_PATH || MISLEADING.test(path)) refuse("its path is not allowed");
    return { path, value };
  };

  // The paths that mean something to the recorder.
  const isEvidence = (path) => /(^|\/)evidence\/[0-9]+\/sha256$/.test(path);
  const isPack = (path) => /(^|\/)pack\/digest$/.test(path);
  const isErased = (path) => /^erased\/[0-9]+$/.test(path);
  const ERASURE = "psr.erasure/1";
  /** The hexadecimal digits of `sha256:…`; null where a value is no digest. */
  const digestIn = (value) => matches(value, /^sha256:[0-9a-f]{64}$/) ? value.slice(7) : null;

  // ---------------------------------------------------------------- keys and signed notes (C2SP)

  const P = 2n ** 255n - 19n, L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const modulo = (number) => { const rest = number % P; return rest < 0n ? rest + P : rest; };
  const power = (base, exponent) => {
    let result = 1n;
    for (let square = modulo(base); exponent > 0n; exponent >>= 1n, square = modulo(square * square)) {
      if (exponent & 1n) result = modulo(result * square);
    }
    return result;
  };
  const littleEndian = (bytes) => BigInt("0x" + hex(Uint8Array.from(bytes).reverse()));
  const D = modulo(-121665n * power(121666n, P - 2n));

  /** The y of a point as it is written, and whether the curve has such a point. */
  const point = (bytes) => {
    const y = modulo(littleEndian(bytes) & (1n << 255n) - 1n);
    const square = modulo((y * y - 1n) * power(D * y * y + 1n, P - 2n));
    return { y, onCurve: square === 0n || power(square, (P - 1n) / 2n) === 1n };
  };
  // The y of the eight points of small order: with one of them as key or nonce, a signature proves nothing.
  const EIGHTH = littleEndian(unhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"));
  const SMALL = [0n, 1n, P - 1n, EIGHTH, P - EIGHTH];
  const isStrong = (bytes) => { const { y, onCurve } = point(bytes); return onCurve && !SMALL.includes(y); };

  /**
   * Ed25519 by the strict rules, whichever engine does the arithmetic: no weak key or nonce, and no second spelling of the
   * signature. Null where the engine has no Ed25519.
   */
  const isSignature = async (publicKey, message, signature) => {
    if (signature.length !== 64) return false;
    if (littleEndian(signature.subarray(32)) >= L) return false;
    if ((littleEndian(signature.subarray(0, 32)) & (1n << 255n) - 1n) >= P) return false;
    if (!isStrong(publicKey) || !isStrong(signature.subarray(0, 32))) return false;
    if (!await canCheckSignatures()) return null;
    try {
      const key = await subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
      return await subtle.verify({ name: "Ed25519" }, key, signature, message);
    } catch {
      return false;
    }
  };

  let available;
  /** Whether the engine checks Ed25519: found out with the first signature of RFC 8032, 7.1, right and wrong. */
  const canCheckSignatures = () => available ??= (async () => {
    const key = unhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    const signature = unhex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    try {
      const imported = await subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
      const says = (message) => subtle.verify({ name: "Ed25519" }, imported, signature, message);
      return await says(new Uint8Array()) === true && await says(Uint8Array.of(1)) === false;
    } catch {
      return false;
    }
  })();

  /** A register's name: 1 to 128 bytes without white space, plus signs, controls or changes of writing direction. */
  const isOrigin = (name) => name !== "" && encoded(name).length <= 128 && !/[+\p{White_Space}]/u.test(name) && !MISLEADING.test(name);

  /** Reads `name+key id+base64(1, public key)`; null where it is not one. */
  const parseKey = (text) => {
    const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text);
    const bytes = parts && fromBase64(parts[3]);
    if (!bytes || bytes.length !== 33 || bytes[0] !== 1) return null;
    const [, name, id] = parts;
    if (!isOrigin(name) || !point(bytes.subarray(1)).onCurve) return null;
    const found = hex(sha256(concat(encoded(name), Uint8Array.of(10), bytes)).subarray(0, 4));
    return found === id ? { text, name, id, publicKey: bytes.subarray(1) } : null;
  };

  /** Splits a signed note into its text and signatures; null where it has not the form of one. */
  const openNote = (note) => {
    const split = note.lastIndexOf("\n\n");
    if (split < 0 || !note.endsWith("\n")) return null;
    const text = note.slice(0, split + 1), lines = note.slice(split + 2, -1).split("\n");
    if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(text)) return null;
    if (lines.length > 100) return null;
    const signatures = [];
    for (const line of lines) {
      // A signer's name has no white space, plus signs or controls.
      const parts = /^\u2014 ([^+\p{White_Space}\u0000-\u001f\u007f-\u009f]+) (.*)$/su.exec(line), bytes = parts && fromBase64(parts[2]);
      if (!bytes || bytes.length < 4) return null;
      signatures.push({ name: parts[1], id: hex(bytes.subarray(0, 4)), signature: bytes.subarray(4) });
    }
    return { text, signatures };
  };

  /** Whether a key signed a note: it has a line under it, and every line of that key holds. Null where that cannot be checked. */
  const isSignedBy = async (note, key) => {
    const own = note.signatures.filter(({ name, id }) => name === key.name && id === key.id);
    if (own.length === 0) return false;
    let all = true;
    for (const { signature } of own) {
      const holds = await isSignature(key.publicKey, encoded(note.text), signature);
      if (holds === false) return false;
      if (holds === null) all = null;
    }
    return all;
  };

  /** Whether there is a line of the key under a note, and one that does not hold. */
  const isMissigned = async (note, key) => note.signatures.some(({ name, id }) => name === key.name && id === key.id) && await isSignedBy(note, key) === false;

  const LARGEST = (1n << 53n) - 1n;
  const decimal = (text, largest = LARGEST) => /^(0|[1-9][0-9]{0,19})$/.test(text) && BigInt(text) <= largest ? BigInt(text) : null;

  /** Reads a checkpoint: a signed note of name, size and root. Null where it is not one. */
  const parseCheckpoint = (note) => {
    const opened = openNote(note);
    const [origin, digits, root] = opened ? opened.text.slice(0, -1).split("\n") : [];
    const size = decimal(digits ?? "", (1n << 64n) - 1n), bytes = fromBase64(root ?? "");
    if (!origin || size === null || bytes?.length !== 32) return null;
    return { origin, size, root: hex(bytes), note: opened };
  };

  /** The succession of a register's keys: from the first one, by statements that are signed notes. */
  class Keys {
    constructor(first) {
      this.links = [{ key: first, from: null, vouched: true }]; // In charge of sizes above `from`; whether the key before signed for it.
      this.revoked = [];                                        // A key, and the size up to which it is trusted.
    }

    /** Follows one statement; refuses it where it is not in its form or does not follow. */
    async follow(text) {
      const note = openNote(text) ?? refuse("it is no signed note"), lines = note.text.slice(0, -1).split("\n");
      const newest = this.links.at(-1), known = this.links.map(({ key }) => key);
      const changes = lines[0] === "psr key change v1" && lines.length === 5;
      if (!changes && !(lines[0] === "psr key revocation v1" && lines.length === 6)) refuse("it is no key statement");
      const size = decimal(lines[2]), end = changes ? size : decimal(lines[4]), old = parseKey(lines[3]), next = parseKey(lines.at(-1));
      if (size === null || end === null || end > size) refuse("a size is not right");
      if (!old || !next || old.name !== lines[1] || old.text === next.text) refuse("its keys do not fit");
      if (newest.from !== null && size <= newest.from) refuse("it is not for a later size than the one before");
      // A revocation may also end a key that is no longer in charge.
      if (changes || next.text !== newest.key.text || !known.some((key) => key.text === old.text)) {
        if (old.text !== newest.key.text) refuse("it replaces a key that is not in charge");
        if (known.some((key) => equal(key.publicKey, next.publicKey))) refuse("it names a key that was one of the register's");
      }
      if (await isSignedBy(note, next) === false) refuse("the new key has not signed it");
      for (const key of known) if (await isMissigned(note, key)) refuse("a signature does not hold");
      if (!changes) this.revoked.push({ key: old, end });
      if (next.text !== newest.key.text) this.links.push({ key: next, from: size, vouched: await isSignedBy(note, newest.key) !== false });
    }

    /** The key that a checkpoint of this size must be signed with. */
    inCharge(size) { return this.links.findLast(({ from }) => from === null || from < size).key; }

    /** Whether a key was revoked for sizes from this one on. */
    isRevokedAt(key, size) { return this.revoked.some(({ key: revoked, end }) => equal(revoked.publicKey, key.publicKey) && end < size); }
  }

  // ---------------------------------------------------------------- what is found

  class Findings {
    constructor() { this.faults = []; this.notProved = []; this.warnings = []; }
    fault(position, kind, message) { this.faults.push({ position, kind, message }); }
    leaveOpen(kind, message) { this.notProved.push(`${kind}: ${message}`); }
    warn(message) { this.warnings.push(message); }
  }

  /** One examination: the files, what is known from elsewhere, and everything that is learnt on the way. */
  class Examination {
    constructor(files, options) {
      this.files = files;
      this.options = options;
      this.findings = new Findings();
      this.about = null;          // bundle.json
      this.events = [];           // one for each line: { position, leaf, header, fields }
      this.newest = new Map();    // record -> its newest event
      this.keys = null;           // the succession of keys, once the first was read
      this.head = null;           // the signed head, once read
      this.roots = new Map();     // size -> root, as far as the bundle gives them
      this.erased = new Set();    // record and digest of what an erasure event names
      this.evidence = new Map();  // digest in hexadecimal -> the positions that name it
      this.packs = new Map();
      this.fields = { shown: 0, withheld: 0, erased: 0, missing: 0 };
    }

    has(name) { return Object.hasOwn(this.files, name); }
    names(prefix) { return Object.keys(this.files).filter((name) => name.startsWith(prefix)).sort(); }
    fault(...finding) { this.findings.fault(...finding); }

    /** A file as text; null where it is not there or not UTF-8. */
    text(name) {
      if (!this.has(name)) return null;
      try { return utf8(this.files[name]); } catch { return null; }
    }

    /** The lines of a file, each ended by a line end. */
    lines(name) {
      const bytes = this.has(name) ? this.files[name] : new Uint8Array(), lines = [];
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; start = end + 1, end = bytes.indexOf(10, start)) lines.push(bytes.subarray(start, end));
      if (start < bytes.length) {
        lines.push(bytes.subarray(start));
        this.fault(null, "bundle", `the last line of ${name} has no end`);
      }
      return lines;
    }

    async run() {
      this.readAbout();
      this.checkNames();
      await this.checkManifest();
      await this.checkEvents();
      this.checkWithheld();
      await this.checkEvidence();
      await this.checkPacks();
      if (this.options.chainOnly) this.findings.leaveOpen("signature", "no signature, key or proof was looked at, as was asked for");
      else await this.checkSignatures();
      this.sayWhatIsOpen();
      return this.report();
    }
    // -------------------------------------------------------------- the bundle's own files

    /** MANIFEST has the digest of every other entry, in order of names, as `sha256sum` writes them. */
    async checkManifest() {
      if (this.options.part) return;
      let expected = "";
      for (const name of this.names("").filter((name) => name !== "MANIFEST")) expected += `${await fileDigest(this.files[name])}  ${name}\n`;
      if (this.text("MANIFEST") !== expected) this.fault(null, "manifest", "MANIFEST does not list the entries as they are here");
    }

    /** bundle.json says the kind; where it cannot be read the entries do, so that one fault stays one. */
    readAbout() {
      this.kind = this.has("head.tlog-proof") ? "record" : "register";
      this.records = [];
      try {
        const map = this.has("bundle.json") ? parse(this.files["bundle.json"]) : refuse("it is not here");
        if (!(map instanceof Map)) refuse("it is no map");
        const about = Object.fromEntries(map), keys = [...map.keys()].join();
        if (about.bundle !== 1) refuse("its version is not known");
        if (keys !== "bundle,kind,origin,program,records,register") refuse("it has other keys");
        if (!["record", "register", "disclosure"].includes(about.kind)) refuse("its kind is not known");
        if (!isText(about.program) || !isText(about.origin) || !isOrigin(about.origin)) refuse("it names no register");
        const { records } = about, inOrder = (rec, at) => matches(rec, UUID_7) && (at === 0 || records[at - 1] < rec);
        if (!Array.isArray(records) || !records.every(inOrder)) refuse("it does not list records, sorted");
        if (!matches(about.register, UUID_7)) refuse("it has no register's id");
        Object.assign(this, { about, kind: about.kind, records });
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        this.fault(null, "bundle", `bundle.json cannot be read: ${error.message}`);
      }
    }

    get isRegister() { return this.kind === "register"; }

    /** Every entry has a place in the format, and those that every bundle has are here. */
    checkNames() {
      const number = "(?:0|[1-9][0-9]{0,15})";
      const places = [
        "MANIFEST|README\\.txt|FORMAT\\.md|verify\\.py|bundle\\.json|events\\.jsonl|disclosures\\.txt|key",
        `schemas/[^/]*\\.json|keys/[0-9]{4}|anchors/${number}-${number}\\.(?:tsr|cosignature)`,
        "evidence/[0-9a-f]{64}/[^/]+|pack/[0-9a-f]{64}/.+|attached/[^/]+|templates/.+",
        this.isRegister ? `checkpoint|checkpoints/${number}` : `head\\.tlog-proof|withheld\\.json|gates/${number}\\.(?:tlog-proof|consistency)`,
      ];
      const place = new RegExp(`^(?:${places.join("|")})$`), name = /^(?!.{256})(?:(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/(?!$)|$))+$/;
      for (const found of this.names("")) {
        if (!name.test(found) || !place.test(found)) this.fault(null, "bundle", `${found} does not belong in a bundle of this kind`);
      }
      for (const needed of this.kind === "disclosure" ? ["disclosures.txt", "withheld.json"] : ["disclosures.txt"]) {
        if (!this.has(needed)) this.fault(null, "bundle", `${needed} is not here`);
      }
    }

    // -------------------------------------------------------------- events and their fields

    async checkEvents() {
      const bodies = this.readBodies(), lines = this.lines("events.jsonl"), operations = new Map(), committed = new Map();
      for (let position = 0; position < lines.length; position++) {
        if (position % 200 === 0) await this.options.progress?.(position, lines.length);
        const event = this.readEvent(position, lines[position]);
        this.events.push(event);
        if (!event.header) continue;
        this.checkOnce(operations, event.header.op, position, "operation", "its operation is that of event");
        this.checkLink(event);
        for (const digest of event.header.sd) {
          this.checkOnce(committed, digest, position, "digest-twice", "one of its digests stands in event");
          event.fields.push(this.readField(event, digest, bodies));
        }
        this.checkPaths(event);
      }
      for (const digest of bodies.keys()) this.fault(null, "orphan", `a disclosure that hashes to ${digest} belongs to no event here`);
      this.checkRecords();
      await this.options.progress?.(lines.length, lines.length);
    }

    /** A bundle of one record holds that one alone; one of a register holds each that it names. */
    checkRecords() {
      const known = new Set(this.records), one = this.about && !this.isRegister;
      if (one && known.size !== 1) this.fault(null, "bundle", "a bundle of this kind is of one record");
      if (one && [...this.newest.keys()].some((rec) => !known.has(rec))) this.fault(null, "bundle", "the bundle holds events of another record");
      for (const rec of known) if (!this.newest.has(rec)) this.fault(null, "bundle", `no event of the record ${rec} is here`);
    }

    /** The disclosures by the digest that their text hashes to. */
    readBodies() {
      const bodies = new Map();
      this.bodies = new Set();
      for (const body of this.lines("disclosures.txt")) {
        const digest = base64url(sha256(body));
        if (bodies.has(digest)) this.fault(null, "disclosure", "a disclosure is in the bundle twice");
        bodies.set(digest, body);
        this.bodies.add(digest);
      }
      return bodies;
    }

    readEvent(position, line) {
      const event = { position, line, leaf: leafHash(line), header: null, fields: [] };
      try {
        event.header = parseLine(line);
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        this.fault(position, "line", `the line is not an event: ${error.message}`);
      }
      return event;
    }

    checkOnce(seen, name, position, kind, message) {
      if (seen.has(name)) this.fault(position, kind, `${message} ${seen.get(name)} too`);
      seen.set(name, position);
    }

    /** In each record: numbers without a gap, each event naming the hash of the one before, each author having seen it. */
    checkLink(event) {
      const { header, position, leaf } = event, before = this.newest.get(header.rec);
      const due = before ? before.header.seq + 1 : 0, prev = before ? before.leaf : ZERO;
      if (header.seq !== due) this.fault(position, "sequence", `it is number ${header.seq} of its record, and number ${due} was due`);
      if (header.prev !== prev) this.fault(position, "chain", `it names ${header.prev} as the event before it, and that hashes to ${prev}`);
      if (header.base !== header.seq - 1) this.fault(position, "base", "its author had not seen the event before it");
      if (before && header.at < before.header.at) this.findings.warn(`the recorder's clock went backwards before event ${position}`);
      this.newest.set(header.rec, { position, leaf, header });
    }

    /** One digest of an event, and what is here of the field it stands for. */
    readField(event, digest, bodies) {
      const field = { digest, state: "absent" }, body = bodies.get(digest);
      if (body === undefined) return field;
      bodies.delete(digest);
      field.state = "unreadable";
      try {
        Object.assign(field, parseBody(body), { state: "shown" });
        this.fields.shown++;
        this.notice(event, field);
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        this.fault(event.position, "disclosure", `a disclosure has not the format: ${error.message}`);
      }
      return field;
    }

    checkPaths(event) {
      const paths = new Set();
      for (const { path } of event.fields.filter((field) => field.state === "shown")) {
        if (paths.has(path)) this.fault(event.position, "path-twice", `two disclosures say what \`${path}\` is`);
        paths.add(path);
      }
    }

    /** Takes note of what a shown field names: evidence, a pack, an erased disclosure. */
    notice(event, { path, value }) {
      const erases = event.header.typ === ERASURE && isErased(path);
      if (!erases && !isEvidence(path) && !isPack(path)) return;
      const digest = digestIn(value);
      if (digest === null) return this.fault(event.position, "disclosure", `\`${path}\` holds no digest`);
      if (erases) return this.erased.add(event.header.rec + base64url(unhex(digest)));
      const named = isPack(path) ? this.packs : this.evidence;
      named.set(digest, [...named.get(digest) ?? [], event.position]);
    }

    /** withheld.json names each digest that was left out on purpose; what else is gone was erased, or is missing. */
    checkWithheld() {
      const withheld = this.readWithheld(), committed = new Set();
      for (const event of this.events) {
        for (const field of event.fields) {
          committed.add(field.digest);
          if (field.state === "absent") this.settle(event, field, withheld.get(field.digest));
        }
      }
      for (const digest of withheld.keys()) {
        if (this.bodies.has(digest)) this.fault(null, "withheld", `${digest} is listed as withheld, and is shown`);
        else if (!committed.has(digest)) this.fault(null, "withheld", `${digest} is listed as withheld, and stands in no event`);
      }
      if (this.fields.withheld > 0) {
        this.findings.leaveOpen("withheld", `${this.fields.withheld} field(s) are withheld: what they say is not shown, only that they are there`);
      }
    }

    /** Of a register, only the records that bundle.json names and the register's own are shown. */
    settle({ header, position }, field, claim) {
      const elsewhere = this.isRegister && !this.records.includes(header.rec) && header.rec !== this.about?.register;
      if (this.erased.has(header.rec + field.digest)) field.state = "erased";
      else if (claim || elsewhere) Object.assign(field, claim, { state: "withheld" });
      else {
        field.state = "missing";
        this.fault(position, "missing", `what ${field.digest} stands for is gone, and nothing says why`);
      }
      this.fields[field.state]++;
    }

    readWithheld() {
      const listed = new Map();
      if (!this.has("withheld.json")) return listed;
      try {
        const list = parse(this.files["withheld.json"]);
        if (!Array.isArray(list)) refuse("it is no list");
        let before = "";
        for (const entry of list) {
          const keys = entry instanceof Map ? [...entry.keys()].join() : "";
          if (keys !== "bar,digest,ground,label,note" || ![...entry.values()].every(isText)) refuse("an entry has not its form");
          const { digest, ...claim } = Object.fromEntries(entry);
          if (!hasBytes(digest, 32) || digest <= before) refuse("it is not sorted by digest, each once");
          before = digest;
          listed.set(digest, claim);
        }
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        this.fault(null, "withheld", `withheld.json cannot be read: ${error.message}`);
        listed.clear();
      }
      return listed;
    }

    // -------------------------------------------------------------- evidence and packs

    async checkEvidence() {
      const found = this.below("evidence");
      await this.checkNamed("evidence", found, this.evidence, async (digest, names) => names.length === 1 && await fileDigest(this.files[names[0]]) === digest);
    }

    /** A pack's digest is the root over its files sorted by path, each leaf the path, a zero byte and the bytes. */
    async checkPacks() {
      const leaf = (name) => leafHash(concat(encoded(name.slice("pack/".length + 65)), Uint8Array.of(0), this.files[name]));
      await this.checkNamed("pack", this.below("pack"), this.packs, (digest, names) => rootOf(names.map(leaf)) === digest);
    }

    /** The names below a folder by the digest they are kept under, in the order of their paths. */
    below(folder) {
      const found = new Map();
      for (const name of this.names(`${folder}/`)) {
        const [, digest, path] = name.split("/");
        if (path !== undefined) found.set(digest, [...found.get(digest) ?? [], name]);
      }
      return found;
    }

    /** What fields name is here as it was recorded, and nothing else is. */
    async checkNamed(kind, found, named, isRight) {
      for (const [digest, positions] of named) {
        const names = found.get(digest) ?? [];
        if (names.length === 0 && this.options.leftOut?.includes(digest)) continue;
        if (names.length > 0 && await isRight(digest, names)) continue;
        const message = `the ${kind} sha256:${digest} is ${names.length ? "not what was recorded" : "not here"}`;
        positions.forEach((position) => this.fault(position, kind, message));
      }
      for (const digest of found.keys()) if (!named.has(digest)) this.fault(null, "bundle", `no shown field names ${kind}/${digest}`);
    }

    // -------------------------------------------------------------- keys, checkpoints, proofs

    async checkSignatures() {
      await this.readKeys();
      this.head = this.isRegister ? await this.checkRegister() : await this.checkRecord();
      if (this.head && this.about && this.head.origin !== this.about.origin) {
        this.fault(null, "bundle", "the bundle names another register than its signed head does");
      }
      this.continued = await this.checkPrior();
    }

    /** The register's first key, and every statement that puts another in charge. */
    async readKeys() {
      const statements = this.names("keys/");
      if (statements.some((name, at) => name !== `keys/${String(at + 1).padStart(4, "0")}`)) {
        this.fault(null, "key", "the key statements are not numbered from 1 without a gap");
      }
      const text = this.text("key") ?? "", first = text.endsWith("\n") ? parseKey(text.slice(0, -1)) : null;
      if (!first) return this.fault(null, "key", "the register's first key is not here or cannot be read");
      this.keys = new Keys(first);
      for (const name of statements) {
        try {
          await this.keys.follow(this.text(name) ?? "");
        } catch (error) {
          if (!(error instanceof Malformed)) throw error;
          this.fault(null, "key", `${name}: ${error.message}`);
        }
      }
      this.checkKeys();
    }

    /** The succession in the eyes of who pinned a key, or else starts from the first: what came before it is vouched for by it. */
    checkKeys() {
      const { links } = this.keys, pinned = this.options.key;
      const found = pinned ? links.findIndex(({ key }) => key.text === pinned.text) : 0, start = Math.max(found, 0);
      if (found < 0) this.fault(null, "key", "the key that was given is none of the register's");
      for (let at = start + 1; at < links.length; at++) {
        const { key, from, vouched } = links[at];
        if (!vouched) this.fault(null, "key", `${key.text} takes over without the word of the key before it`);
        else if (this.keys.isRevokedAt(links[at - 1].key, from)) {
          this.findings.leaveOpen("pinned-key", `${key.text} is vouched for only by a key that was revoked: pin the newer`);
        }
      }
      if (!links.slice(0, start + 1).every(({ vouched }) => vouched)) {
        this.findings.leaveOpen("pinned-key", "what came before a change of key is vouched for by the later key alone");
      }
    }

    /** What is wrong with a checkpoint's signatures, by the key in charge at its size; null where nothing is. */
    async judge({ note, origin, size }) {
      if (!this.keys) return null;
      const key = this.keys.inCharge(size), signed = await isSignedBy(note, key);
      if (signed === null) this.unchecked = true;
      if (signed === false) return { message: `is not signed with the key in charge, ${key.text}` };
      for (const { key } of this.keys.links) if (await isMissigned(note, key)) return { message: "carries a signature that does not hold" };
      if (origin !== key.name) return { message: `is of another register, ${origin}` };
      return this.keys.isRevokedAt(key, size) ? { message: "is signed with a key that was revoked", doubt: true } : null;
    }

    /** Reads a signed head, and says what is wrong with it; null where it cannot be read. An old one may be by a revoked key. */
    async readHead(name, text, kept) {
      const head = parseCheckpoint(text ?? "");
      if (!head) {
        this.fault(null, "checkpoint", `${name} is no signed checkpoint`);
        return null;
      }
      const wrong = await this.judge(head);
      if (wrong?.doubt && kept) this.findings.warn(`${name} ${wrong.message}`);
      else if (wrong) this.fault(null, "checkpoint", `${name} ${wrong.message}`);
      return head;
    }

    /** Notes the root of the first so many events here, for each of these sizes that there are. */
    noteRoots(sizes) {
      const wanted = new Set(sizes), tree = new Tree();
      for (let size = 0; size <= this.events.length; size++) {
        if (wanted.has(BigInt(size))) this.roots.set(BigInt(size), tree.root());
        if (size < this.events.length) tree.push(this.events[size].leaf);
      }
    }

    /** The head of a register is over all its lines, and so is every earlier one that was kept. */
    async checkRegister() {
      const here = BigInt(this.events.length), names = this.names("checkpoints/"), sizeOf = (name) => decimal(name.slice("checkpoints/".length));
      this.noteRoots([here, this.options.prior?.size, ...names.map(sizeOf)]);
      const head = await this.readHead("checkpoint", this.text("checkpoint"), false);
      if (head && (head.size !== here || head.root !== this.roots.get(here))) {
        this.fault(null, "checkpoint", "the events are not those that the signed head is over");
      }
      for (const name of names) {
        const size = sizeOf(name);
        if (size === null) continue;
        const kept = await this.readHead(name, this.text(name), true);
        if (kept && (kept.size !== size || kept.root !== this.roots.get(size))) {
          this.fault(null, "checkpoint", `${name} is not over the first ${size} events here`);
        }
      }
      return head;
    }

    /** The head of a record is reached from its newest event, and so is every gate from one of its events. */
    async checkRecord() {
      const proof = this.readProof("head.tlog-proof");
      const head = proof && await this.readHead("head.tlog-proof", proof.note, false);
      if (!head) return null;
      const newest = this.events.at(-1);
      if (!newest || rootFromInclusion(newest.leaf, proof.index, head.size, proof.hashes) !== head.root) {
        this.fault(newest?.position ?? null, "tree", "the proof does not lead from the newest event to the root that the signed head names");
      }
      const sizes = new Set(this.names("gates/").map((name) => decimal(name.split(/[/.]/)[1])));
      sizes.delete(null);
      let covered = this.events.length;
      for (const size of [...sizes].sort((left, right) => (left < right ? 1 : -1))) covered = await this.checkGate(size, covered, head);
      this.roots.set(head.size, head.root);
      return head;
    }

    /** Reads a C2SP tlog-proof: its title, the index, the hashes, an empty line, the signed head. */
    readProof(name) {
      const parts = /^c2sp\.org\/tlog-proof@v1\nindex ([0-9]+)\n((?:[^\n]+\n)*)\n(.*)$/s.exec(this.text(name) ?? "");
      const index = parts ? decimal(parts[1]) : null, hashes = parts ? readHashes(parts[2]) : null;
      if (index !== null && hashes) return { index, hashes, note: parts[3] };
      this.fault(null, "checkpoint", `${name} is not here, or is not a proof`);
      return null;
    }

    /** From the newest gate back: an older one covers no newer event, so each event is tried about once. */
    async checkGate(size, newest, head) {
      const name = `gates/${size}.tlog-proof`, proof = this.readProof(name);
      const gate = proof && await this.readHead(name, proof.note, true);
      if (!gate) return newest;
      if (gate.size !== size) this.fault(null, "checkpoint", `${name} is for another size`);
      const event = this.events.slice(0, newest).findLast(({ leaf }) => rootFromInclusion(leaf, proof.index, gate.size, proof.hashes) === gate.root);
      if (event) event.gate = gate;
      else this.fault(null, "tree", `${name} does not lead from an event to its root`);
      const steps = this.has(`gates/${size}.consistency`) ? readHashes(this.text(`gates/${size}.consistency`) ?? "?") : null;
      if (!steps || !isConsistent(gate.size, gate.root, head.size, head.root, steps)) {
        this.fault(null, "tree", `gates/${size}.consistency does not show that the signed head continues the gate`);
      }
      this.roots.set(size, gate.root);
      return event ? event.position + 1 : newest;
    }

    /** A checkpoint from elsewhere says the same, where it can be compared. Returns whether it could. */
    async checkPrior() {
      const { prior } = this.options;
      if (!prior) return false;
      const wrong = await this.judge(prior), root = this.roots.get(prior.size);
      if (wrong) this.fault(null, "prior", `the checkpoint that was given ${wrong.message}`);
      if (root === undefined) {
        if (this.isRegister) this.fault(null, "prior", `the checkpoint that was given is for ${prior.size} events, and ${this.events.length} are here`);
        return this.isRegister;
      }
      if (root !== prior.root) this.fault(null, "prior", "the checkpoint that was given has another root for the same size: there are two histories");
      return true;
    }

    // -------------------------------------------------------------- what stays open

    sayWhatIsOpen() {
      const open = (kind, message) => this.findings.leaveOpen(kind, message), { key, chainOnly, leftOut } = this.options;
      if (this.unchecked) open("signature", "Ed25519 is not available here, so no signature was checked");
      if (!key || chainOnly) open("pinned-key", "no key was given: someone who rewrote everything and signed anew would not be noticed");
      if (!this.continued) open("outside-checkpoint", "no checkpoint from outside was compared: an older copy put back, or a history rewritten with the register's own key, would not be noticed");
      if (!this.isRegister && !this.isClosed()) open("completeness", "that no later event of the record exists is not shown");
      if (this.names("anchors/").length > 0) open("anchors", "proofs from outside are here and were not checked");
      if (this.names("attached/").length + this.names("templates/").length > 0) open("attached", "nothing vouches for the files under attached/ and templates/");
      if (leftOut?.length > 0) open("evidence", `${leftOut.length} that the record names are not here, and were not checked`);
      open("authorship", "each event is recorded as by someone, not signed by them");
      open("time", "when each event was recorded is by the recorder's own clock");
    }

    /** Nothing follows a closing event but how the record is kept. */
    isClosed() {
      const keeping = ["psr.closed/1", "psr.hold/1", "psr.retention/1", "psr.erasure/1", "psr.disclosure/1", "psr.document/1"];
      const types = this.events.filter(({ header }) => header).map(({ header }) => header.typ);
      const after = types.lastIndexOf("psr.closed/1");
      return after >= 0 && types.slice(after).every((typ) => keeping.includes(typ));
    }

    report() {
      const faults = this.findings.faults.slice().sort((left, right) => (left.position ?? Infinity) - (right.position ?? Infinity) || 0);
      return {
        schema: 1,
        sound: faults.length === 0,
        entries: this.events.length,
        head: `sha256:${this.head?.root ?? rootOf(this.events.map((event) => event.leaf))}`,
        fields: this.fields,
        faults,
        "not-proved": this.findings.notProved,
        warnings: this.findings.warnings,
      };
    }
  }

  /** The hashes of a proof, base64, one a line; null where they have not that form. */
  const readHashes = (text) => {
    const hashes = text.split("\n").slice(0, -1).map((line) => fromBase64(line));
    const fits = (text === "" || text.endsWith("\n")) && hashes.length <= 64 && hashes.every((hash) => hash?.length === 32);
    return fits ? hashes.map(hex) : null;
  };

  // ---------------------------------------------------------------- the door

  /** Reads what is known from elsewhere; what cannot be read is an argument error, not a fault of the bundle. */
  const readOptions = (options) => {
    const argument = (message) => { throw new ArgumentError(message); };
    if (options.policy) argument("policies are not supported here: use `psr verify --policy` or verify.py");
    const key = options.key ? parseKey(options.key.trim()) ?? argument("the key that was given is not a verifier key: name+key id+key") : null;
    const prior = options.prior ? parseCheckpoint(options.prior) ?? argument("what was given is not a checkpoint: a signed note of name, size and root") : null;
    return { ...options, key, prior };
  };

  /** Verifies, and returns the report with everything that was read. */
  const examine = async (files, options = {}) => {
    if (!Object.hasOwn(files, "events.jsonl")) throw new ArgumentError("this is no bundle: it has no events.jsonl");
    const examination = new Examination(files, readOptions(options));
    const report = await examination.run();
    const { about, events, head } = examination, keys = examination.keys?.links.map(({ key }) => key) ?? [];
    return { report, about, events, keys, head, signaturesChecked: !examination.options.chainOnly && !examination.unchecked && await canCheckSignatures() };
  };

  /** Verifies, and returns the report. */
  const verify = async (files, options = {}) => (await examine(files, options)).report;

  return { verify, examine, ArgumentError, parse, parseLine, parseBody, parseKey, parseCheckpoint, openNote, isSignedBy, isSignature, sha256, hex, fromBase64, leafHash, rootOf, rootFromInclusion, isConsistent, canCheckSignatures };
})();

if (typeof module === "object") module.exports = psrVerifier;
