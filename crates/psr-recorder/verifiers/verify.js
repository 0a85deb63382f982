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
  const ascii = (text) => new TextEncoder().encode(text);

  class ArgumentError extends Error {}
  class Malformed extends Error {}
  const refuse = (why) => { throw new Malformed(why); };

  // ---------------------------------------------------------------- bytes and text

  /** UTF-8, strictly: a byte order mark stays a character, and anything malformed is refused. */
  const utf8 = (bytes) => {
    try { return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes); }
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
    const length = ascii(path).length;
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

  /** Reads `name+key id+base64(1, public key)`; null where it is not one. */
  const parseKey = (text) => {
    const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text);
    const bytes = parts && fromBase64(parts[3]);
    if (!bytes || bytes.length !== 33 || bytes[0] !== 1) return null;
    const [, name, id] = parts, length = ascii(name).length;
    if (length > 128 || /\p{White_Space}/u.test(name) || MISLEADING.test(name) || !point(bytes.subarray(1)).onCurve) return null;
    const found = hex(sha256(concat(ascii(name), Uint8Array.of(10), bytes)).subarray(0, 4));
    return found === id ? { text, name, id, publicKey: bytes.subarray(1) } : null;
  };

  /** Splits a signed note into its text and signatures; null where it has not the form of one. */
  const openNote = (note) => {
    const split = note.lastIndexOf("\n\n");
    if (split < 0 || !note.endsWith("\n")) return null;
    const text = note.slice(0, split + 1), lines = note.slice(split + 2, -1).split("\n");
    if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(text)) return null;
    const signatures = [];
    for (const line of lines) {
      const parts = /^\u2014 ([^ ]*) (.*)$/s.exec(line), bytes = parts && fromBase64(parts[2]);
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
      const holds = await isSignature(key.publicKey, ascii(note.text), signature);
      if (holds === false) return false;
      if (holds === null) all = null;
    }
    return all;
  };

  const decimal = (text) => /^(0|[1-9][0-9]{0,19})$/.test(text) && BigInt(text) < 1n << 64n ? BigInt(text) : null;

  /** Reads a checkpoint: a signed note of name, size and root. Null where it is not one. */
  const parseCheckpoint = (note) => {
    const opened = openNote(note);
    const [origin, digits, root] = opened ? opened.text.slice(0, -1).split("\n") : [];
    const size = decimal(digits ?? ""), bytes = fromBase64(root ?? "");
    if (!origin || size === null || bytes?.length !== 32) return null;
    return { origin, size, root: hex(bytes), note: opened };
  };

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
      this.keys = [];             // the keys in charge, each { key, from }
      this.revoked = new Map();   // a key's text -> the size up to which it is trusted
      this.head = null;           // the signed head, once read
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
      await this.checkManifest();
      this.checkAbout();
      this.checkNames();
      await this.checkEvents();
      this.checkWithheld();
      await this.checkEvidence();
      this.checkPacks();
      if (this.options.chainOnly) this.findings.leaveOpen("signature", "keys, signatures and proofs were not looked at");
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

    /** bundle.json says what kind of bundle this is. */
    checkAbout() {
      try {
        const map = this.has("bundle.json") ? parse(this.files["bundle.json"]) : refuse("it is not here");
        if (!(map instanceof Map)) refuse("it is no map");
        const about = Object.fromEntries(map), keys = [...map.keys()].join();
        if (about.bundle !== 1) refuse("its version is not known");
        if (keys !== "bundle,kind,origin,program,records,register") refuse("it has other keys");
        if (!["record", "register", "disclosure"].includes(about.kind)) refuse("its kind is not known");
        if (!isText(about.origin) || !isText(about.program) || !isText(about.register)) refuse("a value is not text");
        if (!Array.isArray(about.records) || !about.records.every((rec) => matches(rec, UUID_7))) refuse("it does not list records");
        this.about = about;
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        this.fault(null, "bundle", `bundle.json cannot be read: ${error.message}`);
      }
    }

    get isRegister() { return this.about?.kind === "register"; }

    /** Every entry has a place in the format, and those that every bundle has are here. */
    checkNames() {
      const everywhere = /^(MANIFEST|README\.txt|FORMAT\.md|verify\.py|bundle\.json|events\.jsonl|disclosures\.txt|key)$|^(schemas|keys|anchors|evidence|pack|templates|attached)\/./;
      const ofRegister = /^checkpoint$|^checkpoints\/[0-9]+$/;
      const ofRecord = /^(withheld\.json|head\.tlog-proof)$|^gates\/[0-9]+\.(tlog-proof|consistency)$/;
      for (const name of this.names("")) {
        const known = everywhere.test(name) || (this.isRegister ? ofRegister : ofRecord).test(name) || name === "withheld.json";
        if (!known) this.fault(null, "bundle", `${name} is no entry of a bundle`);
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
      if (!this.isRegister && this.newest.size > 1) this.fault(null, "bundle", "the bundle holds events of more than one record");
      await this.options.progress?.(lines.length, lines.length);
    }

    /** The disclosures by the digest that their text hashes to. */
    readBodies() {
      const bodies = new Map();
      for (const body of this.lines("disclosures.txt")) {
        const digest = base64url(sha256(body));
        if (bodies.has(digest)) this.fault(null, "disclosure", "a disclosure is in the bundle twice");
        bodies.set(digest, body);
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
      if (erases) return (this.erased ??= new Set()).add(event.header.rec + base64url(unhex(digest)));
      const named = isPack(path) ? this.packs : this.evidence;
      named.set(digest, [...named.get(digest) ?? [], event.position]);
    }

    /** withheld.json names each digest that was left out on purpose; what else is gone was erased, or is missing. */
    checkWithheld() {
      const withheld = this.readWithheld(), committed = new Set();
      for (const event of this.events) {
        for (const field of event.fields) {
          committed.add(field.digest);
          this.settle(event, field, withheld.get(field.digest));
        }
      }
      for (const digest of withheld.keys()) {
        if (!committed.has(digest)) this.fault(null, "withheld", `no event holds the digest ${digest}, which is listed as withheld`);
      }
      if (this.fields.withheld > 0) {
        this.findings.leaveOpen("withheld", `${this.fields.withheld} field(s) are withheld: what they say is not shown, only that they are there`);
      }
    }

    settle(event, field, listed) {
      const { header, position } = event;
      if (field.state !== "absent") {
        if (listed) this.fault(position, "withheld", "a field that is listed as withheld is shown");
        return;
      }
      const elsewhere = this.isRegister && !this.about.records.includes(header.rec) && header.rec !== this.about.register;
      if (listed) Object.assign(field, listed, { state: "withheld" });
      else if (this.erased?.has(header.rec + field.digest)) field.state = "erased";
      else if (elsewhere) field.state = "withheld";
      else {
        field.state = "missing";
        this.fault(position, "missing", `what ${field.digest} stands for is gone, and no event says it was erased`);
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
      }
      return listed;
    }

    // -------------------------------------------------------------- evidence and packs

    async checkEvidence() {
      for (const [digest, positions] of this.evidence) {
        const names = this.names(`evidence/${digest}/`);
        if (names.length === 0 && this.options.leftOut?.includes(digest)) continue;
        let wrong = names.length === 0 ? `the evidence sha256:${digest} is not here` : null;
        for (const name of names) {
          if (await fileDigest(this.files[name]) !== digest) wrong = `the evidence sha256:${digest} is not what was recorded`;
        }
        if (wrong) positions.forEach((position) => this.fault(position, "evidence", wrong));
      }
      for (const name of this.names("evidence/")) {
        if (!this.evidence.has(name.split("/")[1])) this.fault(null, "evidence", `no shown field names ${name}`);
      }
    }

    /** A pack's digest is the root over its files sorted by path, each leaf the path, a zero byte and the bytes. */
    checkPacks() {
      for (const [digest, positions] of this.packs) {
        const prefix = `pack/${digest}/`, names = this.names(prefix);
        if (names.length === 0 && this.options.leftOut?.includes(digest)) continue;
        const leaf = (name) => leafHash(concat(ascii(name.slice(prefix.length)), Uint8Array.of(0), this.files[name]));
        if (rootOf(names.map(leaf)) !== digest) {
          positions.forEach((position) => this.fault(position, "pack", `the pack sha256:${digest} is not here as it was recorded`));
        }
      }
      for (const name of this.names("pack/")) {
        if (!this.packs.has(name.split("/")[1])) this.fault(null, "pack", `no shown field names ${name}`);
      }
    }

    // -------------------------------------------------------------- keys, checkpoints, proofs

    async checkSignatures() {
      await this.checkKeys();
      if (this.keys.length === 0) return;
      if (this.isRegister) await this.checkRegisterHead();
      else await this.checkRecordHead();
      await this.checkPrior();
    }

    /** The register's first key, and every statement that puts another in charge. */
    async checkKeys() {
      const named = this.text("key"), first = parseKey((named ?? "").replace(/\n$/, ""));
      if (!first) return this.fault(null, "key", "the register's first key is not here or cannot be read");
      this.keys.push({ key: first, from: -1n, vouched: true });
      for (const name of this.names("keys/")) await this.checkStatement(name);
      const { key: pinned } = this.options;
      if (pinned && !this.keys.some(({ key }) => key.text === pinned.text)) {
        this.fault(null, "key", "the key that was given is none of the register's");
      }
      this.checkOrigin();
    }

    checkOrigin() {
      const newest = this.keys.at(-1).key;
      if (this.about && this.about.origin !== newest.name) this.fault(null, "key", "the bundle names another register than its key does");
    }

    /**
     * A statement hands over from one key to another, signed by both. Where the register takes a new name, the old key may
     * be gone: then only a verifier who was given the new key, or a later one, can go on.
     */
    async checkStatement(name) {
      const opened = openNote(this.text(name) ?? ""), lines = opened?.text.slice(0, -1).split("\n") ?? [];
      const wrong = (message) => this.fault(null, "key", `${name} ${message}`);
      const revokes = lines[0] === "psr key revocation v1";
      if (lines.length !== (revokes ? 6 : 5) || !revokes && lines[0] !== "psr key change v1") return wrong("has not the form of a key statement");
      const [, origin, digits, oldText] = lines, from = decimal(digits), old = parseKey(oldText), next = parseKey(lines.at(-1));
      const trusted = revokes ? decimal(lines[4]) : 0n, before = this.keys.at(-1);
      if (from === null || trusted === null || !old || !next) return wrong("has not the form of a key statement");
      if (origin !== before.key.name || from <= before.from) return wrong("does not follow what came before it");
      if (!revokes && old.text !== before.key.text) return wrong("replaces a key that was not in charge");
      const byNew = await isSignedBy(opened, next), byOld = await isSignedBy(opened, old);
      if (byNew === false) return wrong("is not signed with the new key");
      const signedByOld = opened.signatures.some((line) => line.name === old.name && line.id === old.id);
      if (byOld === false && (signedByOld || !revokes && next.name === old.name)) return wrong("is not signed with the old key");
      if (revokes) this.revoked.set(old.text, trusted);
      this.keys.push({ key: next, from, vouched: byOld !== false });
    }

    /** The key that a checkpoint of this size must be signed with. */
    inCharge(size) { return this.keys.findLast(({ from }) => from < size)?.key ?? this.keys[0].key; }

    /** Checks a checkpoint's signature and name; false where it does not hold. */
    async checkNote(checkpoint, found, kind) {
      const key = this.inCharge(checkpoint.size), signed = await isSignedBy(checkpoint.note, key);
      if (signed === null) this.unchecked = true;
      if (signed === false || checkpoint.origin !== key.name) {
        this.fault(null, kind, `${found} is not signed with the key ${key.text}`);
        return false;
      }
      if (checkpoint.size > (this.revoked.get(key.text) ?? checkpoint.size)) {
        this.fault(null, "key", `${found} is signed with a key that was revoked before it`);
        return false;
      }
      return true;
    }

    /** In a register the lines are all here, and give the root themselves. */
    async checkRegisterHead() {
      const head = this.head = parseCheckpoint(this.text("checkpoint") ?? "");
      if (!head) return this.fault(null, "checkpoint", "the signed head is not here or has not the form of one");
      await this.checkNote(head, "the signed head", "checkpoint");
      this.checkRoot(head, "the signed head", "checkpoint");
      if (head.size !== BigInt(this.events.length)) this.fault(null, "checkpoint", `the head is of ${head.size} events, and ${this.events.length} are here`);
      for (const name of this.names("checkpoints/")) {
        const kept = parseCheckpoint(this.text(name));
        if (!kept || `checkpoints/${kept.size}` !== name) this.fault(null, "checkpoint", `${name} has not the form of a checkpoint of that size`);
        else if (await this.checkNote(kept, name, "checkpoint")) this.checkRoot(kept, name, "checkpoint");
      }
    }

    checkRoot({ size, root }, found, kind) {
      const here = BigInt(this.events.length);
      if (size > here) return this.fault(null, kind, `${found} is for ${size} events, and only ${here} are here`);
      const leaves = this.events.slice(0, Number(size)).map((event) => event.leaf);
      if (rootOf(leaves) !== root) this.fault(null, kind, `${found} signs another root than the events give`);
    }

    /** One record has a proof from its newest event to the root that the head signs. */
    async checkRecordHead() {
      const proof = this.readProof("head.tlog-proof"), newest = [...this.newest.values()][0];
      if (!proof) return;
      this.head = proof.checkpoint;
      await this.checkNote(proof.checkpoint, "the signed head", "checkpoint");
      if (!newest || rootFromInclusion(newest.leaf, proof.index, proof.checkpoint.size, proof.hashes) !== proof.checkpoint.root) {
        this.fault(newest?.position ?? null, "tree", "the proof does not lead from the newest event to the root that the head signs");
      }
      for (const name of this.names("gates/").filter((name) => name.endsWith(".tlog-proof"))) await this.checkGate(name);
    }

    /** A C2SP tlog-proof: its title, the index, the hashes, an empty line, the checkpoint. */
    readProof(name) {
      const parts = /^c2sp\.org\/tlog-proof@v1\nindex ([0-9]+)\n((?:[^\n]+\n)*)\n(.*)$/s.exec(this.text(name) ?? "");
      const index = parts && decimal(parts[1]), hashes = parts ? readHashes(parts[2]) : null;
      const checkpoint = parts && parseCheckpoint(parts[3]);
      if (!checkpoint) this.fault(null, "checkpoint", `${name} holds no checkpoint`);
      else if (index === null || !hashes) this.fault(null, "tree", `${name} has not the form of a proof`);
      else return { index, hashes, checkpoint };
      return null;
    }

    /** At a gate, the record's newest event was in the tree, and that tree is the start of the one the head signs. */
    async checkGate(name) {
      const proof = this.readProof(name);
      if (!proof) return;
      const { index, hashes, checkpoint } = proof, { size, root } = checkpoint;
      if (name !== `gates/${size}.tlog-proof`) return this.fault(null, "checkpoint", `${name} is for another size`);
      if (!await this.checkNote(checkpoint, name, "checkpoint")) return;
      const event = this.events.findLast(({ leaf }) => rootFromInclusion(leaf, index, size, hashes) === root);
      if (!event) this.fault(null, "tree", `${name} leads from no event here to the root that was signed`);
      else event.gate = checkpoint;
      const steps = readHashes(this.text(`gates/${size}.consistency`) ?? "?\n");
      if (!steps || !this.head || !isConsistent(size, root, this.head.size, this.head.root, steps)) {
        this.fault(null, "tree", `gates/${size}.consistency does not show that the signed tree grew into the head's`);
      } else {
        (this.proved ??= new Map()).set(size, root);
      }
    }

    /** A checkpoint that was kept elsewhere: the events here must be a continuation of it. */
    async checkPrior() {
      const { prior } = this.options;
      if (!prior || !this.head) return;
      if (!await this.checkNote(prior, "the checkpoint that was given", "prior")) return;
      if (this.isRegister) return this.checkRoot(prior, "the checkpoint that was given", "prior");
      const root = prior.size === this.head.size ? this.head.root : this.proved?.get(prior.size);
      if (prior.size > this.head.size) this.fault(null, "prior", "the checkpoint that was given is newer than the head here");
      else if (root === undefined) this.findings.leaveOpen("outside-checkpoint", "the checkpoint that was given is of another size, and nothing here shows how the tree grew from it");
      else if (root !== prior.root) this.fault(null, "prior", "the checkpoint that was given says otherwise for the same size");
    }

    // -------------------------------------------------------------- what stays open

    sayWhatIsOpen() {
      const open = (kind, message) => this.findings.leaveOpen(kind, message);
      const { key, prior } = this.options, last = this.events.at(-1)?.header?.typ;
      if (this.unchecked) open("signature", "Ed25519 is not available here, so no signature was checked");
      if (!key) open("pinned-key", "no key was given: someone who rewrote everything and signed with a key of their own would not be noticed");
      if (!prior) open("outside-checkpoint", "no checkpoint from outside was given: an older copy put back, or a history rewritten with the register's own key, would not be noticed");
      if (!this.isRegister && last !== "psr.closed/1") open("completeness", "one record as it stood: that no later event of it exists is not shown");
      open("authorship", "each event is recorded as by someone, not signed by them");
      open("time", "when each event was recorded is by the recorder's own clock");
      open("replay", "that the answers lead to what was determined was not worked out again");
      if (this.names("anchors/").length > 0) open("anchors", "time stamps and witness signatures are here and were not checked");
      if (this.names("attached/").length + this.names("templates/").length > 0) open("attached", "nothing vouches for what stands under attached/ and templates/");
      if (this.options.leftOut?.length > 0) open("evidence", `${this.options.leftOut.length} file(s) that the record names are not here, and were not checked`);
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

  /** Hashes in base64, one a line; null where one is not. */
  const readHashes = (text) => {
    const hashes = text.split("\n").slice(0, -1).map((line) => fromBase64(line));
    return text !== "" && !text.endsWith("\n") || hashes.some((hash) => hash?.length !== 32) ? null : hashes.map(hex);
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
    const { about, events, keys, head } = examination;
    return { report, about, events, keys, head, signaturesChecked: !examination.options.chainOnly && !examination.unchecked && await canCheckSignatures() };
  };

  /** Verifies, and returns the report. */
  const verify = async (files, options = {}) => (await examine(files, options)).report;

  return { verify, examine, ArgumentError, parse, parseLine, parseBody, parseKey, parseCheckpoint, isSignedBy, isSignature, sha256, hex, leafHash, rootOf, canCheckSignatures };
})();

if (typeof module === "object") module.exports = psrVerifier;
