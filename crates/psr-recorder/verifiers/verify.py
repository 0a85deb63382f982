#!/usr/bin/env python3
"""Verifies a bundle that `psr export` or `psr disclose` wrote: python3 verify.py BUNDLE.zip

One file, the standard library of Python 3.8 or later, nothing else. It reads from top to bottom as a specification;
FORMAT.md, in the bundle beside it, says the same in words. Ends with 0 when the bundle is sound, 1 when it is not,
2 when it was not possible to look. A verifier that came with a bundle could have been exchanged like anything else in
it: use a copy that you had before, or compare this file's SHA-256 with the one its makers publish.
"""
import argparse, base64, binascii, hashlib, json, os, re, struct, sys, zlib

# --- Canonical JSON: RFC 8785, narrowed. Bytes that would have been written otherwise are refused. ------------------

LARGEST = 2**53 - 1


class Malformed(Exception):
    pass


def require(condition, message):
    if not condition:
        raise Malformed(message)


def unique_keys(pairs):
    require(len({key for key, _ in pairs}) == len(pairs), "a key stands twice in one map")
    require(all(re.fullmatch("[a-z0-9_]+", key) for key, _ in pairs), "a key may hold only a-z, 0-9 and _")
    return dict(pairs)


def integer(digits):
    require(len(digits) <= 17 and abs(int(digits)) <= LARGEST, "a number is not an integer within ±(2^53 - 1)")
    return int(digits)


def refuse_number(_):
    raise Malformed("a number is not an integer")


def depth(value):
    if isinstance(value, (list, dict)):
        inner = value.values() if isinstance(value, dict) else value
        return 1 + max((depth(item) for item in inner), default=0)
    return 0


def canonical(data):
    """Returns the value that canonical bytes stand for."""
    try:
        value = json.loads(data.decode(), object_pairs_hook=unique_keys, parse_int=integer,
                           parse_float=refuse_number, parse_constant=refuse_number)
        again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:  # A lone surrogate cannot be encoded: that is a ValueError too.
        raise Malformed("not JSON of this profile: %s" % error)
    require(again == data, "not in the canonical form")
    require(depth(value) <= 16, "nested deeper than 16 levels")
    return value


def unbase64(text, alphabet):
    """Decodes base64 in its one spelling: 'url' without padding, 'plain' with it. None when it is not in that form."""
    url = alphabet == "url"
    try:
        ascii = text.encode("ascii")
        data = base64.b64decode(ascii + b"=" * (-len(ascii) % 4 if url else 0), b"-_" if url else None, validate=True)
    except (ValueError, binascii.Error):
        return None
    encoded = base64.urlsafe_b64encode(data).rstrip(b"=") if url else base64.b64encode(data)
    return data if encoded == ascii else None


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# --- Events: one line each, all that is ever hashed. ---------------------------------------------------------------

KEYS = ["act", "at", "base", "op", "prev", "rec", "sd", "seq", "typ", "v"]
RECORD = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
INSTANT = "([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})[.][0-9]{3}Z"


def matches(pattern, value):
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def is_instant(value):
    if not matches(INSTANT, value):
        return False
    year, month, day, hour, minute, second = (int(part) for part in re.fullmatch(INSTANT, value).groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return 1 <= month <= 12 and 1 <= day <= days[month - 1] and hour < 24 and minute < 60 and second < 60


def is_digest(value):
    return isinstance(value, str) and len(unbase64(value, "url") or b"") == 32


def event(line):
    """Reads a line: exactly these keys, each in its form."""
    require(len(line) <= 65536, "the line is too long")
    header = canonical(line)
    require(isinstance(header, dict) and sorted(header) == KEYS, "not a map of exactly the event's keys")
    for key in ("base", "seq", "v"):  # In Python, True is an int.
        require(type(header[key]) is int, "`%s` is not an integer" % key)
    require(header["v"] == 1, "`v` is not 1")
    require(header["seq"] >= 0 and header["base"] >= -1, "`seq` or `base` is too small")
    require(matches("[a-z0-9-]{1,32}", header["act"]), "`act` is not a handle")
    require(is_instant(header["at"]), "`at` is not an instant")
    require(isinstance(header["op"], str) and len(unbase64(header["op"], "url") or b"") == 16, "`op` is not 16 bytes")
    require(matches("[0-9a-f]{64}", header["prev"]), "`prev` is not a hash")
    require(matches(RECORD, header["rec"]), "`rec` is not a UUID of version 7")
    require(matches("[a-z0-9.-]+/[1-9][0-9]*", header["typ"]) and len(header["typ"]) <= 64, "`typ` is not a type")
    sd = header["sd"]
    require(isinstance(sd, list) and len(sd) <= 512 and all(map(is_digest, sd)), "`sd` is not a list of digests")
    require(all(left < right for left, right in zip(sd, sd[1:])), "`sd` is not sorted, each digest once")
    return header


MISLEADING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


def disclosure(body):
    """Reads a field: base64url of the canonical list of salt, path and value. Returns the path and the value."""
    require(len(body) <= 349528, "the disclosure is too long")
    data = unbase64(body.decode("ascii", "replace"), "url")
    require(data is not None, "the disclosure is not base64url")
    parts = canonical(data)
    require(isinstance(parts, list) and len(parts) == 3, "not a list of salt, path and value")
    salt, path, value = parts
    require(isinstance(salt, str) and len(unbase64(salt, "url") or b"") >= 16, "the salt is not 16 bytes or more")
    require(isinstance(path, str) and 1 <= len(path.encode()) <= 512, "the path is not text of 1 to 512 bytes")
    require(not MISLEADING.search(path), "the path holds controls or changes of writing direction")
    return path, value


# --- The tree: RFC 6962. -------------------------------------------------------------------------------------------


def leaf(line):
    return sha256(b"\x00", line)


def node(left, right):
    return sha256(b"\x01", left, right)


def roots(leaves, sizes):
    """Returns the root of the tree over the first so many leaves, for each of these sizes that there are."""
    edge, found = [], {}  # The edge: perfect subtrees from the left, each with its number of leaves.
    for size in range(len(leaves) + 1):
        if size in sizes:
            root = edge[-1][1] if edge else sha256()
            for _, left in reversed(edge[:-1]):
                root = node(left, root)
            found[size] = root
        if size < len(leaves):
            count, right = 1, leaves[size]
            while edge and edge[-1][0] == count:
                count, right = 2 * count, node(edge.pop()[1], right)
            edge.append((count, right))
    return found


def included(leaf_hash, index, size, proof):
    """Returns the root that an inclusion proof leads to (RFC 9162, 2.1.3.2), or None."""
    if index >= size:
        return None
    last, root = size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return None
        if index & 1 or index == last:
            root = node(sibling, root)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            root = node(root, sibling)
        index, last = index >> 1, last >> 1
    return root if last == 0 else None


def consistent(older, newer, proof):
    """Tells whether a proof shows that one tree continues another, each a size and a root (RFC 9162, 2.1.4.2)."""
    (old_size, old_root), (new_size, new_root) = older, newer
    if old_size == new_size or old_size == 0:
        empty = old_size > 0 or old_root == sha256()
        return not proof and empty and (old_size != new_size or old_root == new_root)
    path = ([old_root] if old_size & (old_size - 1) == 0 else []) + proof
    if old_size > new_size or not path:
        return False
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    left = right = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            left, right = node(sibling, left), node(sibling, right)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            right = node(right, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and left == old_root and right == new_root


# --- Ed25519: RFC 8032, strict. No cofactor, S below L, no point of small order. -------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)  # Points in extended coordinates: X, Y, Z, T.


def add(a, b):
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply_both(s, a, t, b):
    """Returns s·a + t·b."""
    sums, result = [None, a, b, add(a, b)], NEUTRAL
    for bit in range(max(s.bit_length(), t.bit_length()) - 1, -1, -1):
        result = add(result, result)
        which = (s >> bit & 1) + 2 * (t >> bit & 1)
        if which:
            result = add(result, sums[which])
    return result


def decompress(data):
    y, sign = int.from_bytes(data, "little") & (2**255 - 1), data[31] >> 7
    y %= P
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square:
        return None
    x = P - x if x & 1 != sign else x
    return x % P, y, 1, x * y % P


def compress(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def is_small(point):
    for _ in range(3):
        point = add(point, point)
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519(public, message, signature):
    point = decompress(public)
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L or point is None or is_small(point):
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    negative = (P - point[0], point[1], point[2], P - point[3])
    found = multiply_both(s, BASE, challenge, negative)
    return compress(found) == signature[:32] and not is_small(found)


# --- Signed notes, checkpoints and keys: C2SP signed-note, tlog-checkpoint, tlog-cosignature. -----------------------

NOTE, COSIGNATURE = 1, 4


class Key:
    """A verifier key: name+key id+base64(type || public key)."""

    def __init__(self, text):
        name, _, rest = text.partition("+")
        id_text, _, encoded = rest.partition("+")
        data = unbase64(encoded, "plain") or b"\x00"
        misfit = MISLEADING.search(name) or re.search("[+%s]" % SPACE, name)
        require(1 <= len(name.encode("utf-8", "replace")) <= 128 and not misfit, "no name for a key")
        require(data[0] in (NOTE, COSIGNATURE) and len(data) == 33, "no Ed25519 key")
        require(decompress(data[1:]) is not None, "no point of the curve")
        self.text, self.name, self.type, self.public = text, name, data[0], data[1:]
        self.id = sha256(name.encode(), b"\n", data)[:4]
        require(id_text == self.id.hex(), "the key id is not that of the key")

    def __eq__(self, other):
        return isinstance(other, Key) and self.text == other.text

    def __hash__(self):
        return hash(self.text)

    def verifies(self, text, signature):
        if self.type == COSIGNATURE:  # The signature is over the text and the time, which stands before it.
            time = int.from_bytes(signature[:8], "big")
            text, signature = b"cosignature/v1\ntime %d\n" % time + text, signature[8:]
            return time < 2**63 and ed25519(self.public, text, signature)
        return ed25519(self.public, text, signature)


class Note:
    """A text, and signature lines under it."""

    def __init__(self, text):
        place = text.rfind("\n\n")
        require(place >= 0, "not a signed note")
        self.text, lines = text[: place + 1], text[place + 2 :]
        require(not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", self.text), "controls in a note's text")
        self.signatures = signature_lines(lines)

    def lines_of(self, key):
        return [signature for name, id, signature in self.signatures if name == key.name and id == key.id]

    def is_signed_by(self, key):
        """A key has signed when there is a line of it, and every line of it holds."""
        lines = self.lines_of(key)
        return bool(lines) and all(key.verifies(self.text.encode(), line) for line in lines)

    def is_missigned(self, key):
        return bool(self.lines_of(key)) and not self.is_signed_by(key)


def signature_lines(text):
    require(text.endswith("\n") and text.count("\n") <= 100, "no signature lines, or too many")
    signatures = []
    for line in text[:-1].split("\n"):
        name, _, encoded = line[2:].partition(" ")
        data = unbase64(encoded, "plain")
        fits = line.startswith("\u2014 ") and name and not re.search("[+\x00-\x1f\x7f-\x9f%s]" % SPACE, name)
        require(fits and data is not None and len(data) >= 4, "not a signature line")
        signatures.append((name, data[:4], data[4:]))
    return signatures


def decimal(text, largest=LARGEST):
    return int(text) if re.fullmatch("0|[1-9][0-9]{0,19}", text) and int(text) <= largest else None


def checkpoint(note):
    """Reads the text of a checkpoint: the register's name, the size, the root; what follows means nothing here."""
    require(note.text.count("\n") >= 3, "not a checkpoint")
    origin, size, root = note.text.split("\n")[:3]
    size, root = decimal(size, 2**64 - 1), unbase64(root, "plain")
    require(origin and size is not None and root is not None and len(root) == 32, "not a checkpoint")
    return origin, size, root


class Keys:
    """The succession of a register's keys: from the first one, by statements that are signed notes."""

    def __init__(self, first, statements):
        self.links = [(first, None, True)]  # Key; in charge of sizes above this; whether the key before signed for it.
        self.broken, self.revoked = [], []  # Revoked: key, trusted up to, whether the policy says so.
        for number, statement in enumerate(statements, 1):
            try:
                self.follow(statement)
            except Malformed as reason:
                self.broken.append("key statement %d: %s" % (number, reason))

    def follow(self, statement):
        note = Note(statement)
        lines = note.text[:-1].split("\n")
        newest, known = self.links[-1][0], [key for key, _, _ in self.links]
        change = lines[0] == "psr key change v1" and len(lines) == 5
        require(change or lines[0] == "psr key revocation v1" and len(lines) == 6, "no key statement")
        size, old, new = decimal(lines[2]), Key(lines[3]), Key(lines[-1])
        end = size if change else decimal(lines[4])
        require(size is not None and end is not None and end <= size, "a size is not right")
        require(old.type == NOTE and new.type == NOTE and old.name == lines[1] and old != new, "its keys do not fit")
        require(self.links[-1][1] is None or size > self.links[-1][1], "it is not for a later size than the one before")
        if change or new != newest or old not in known:
            require(old == newest, "it replaces a key that is not in charge")
            require(all(key.public != new.public for key in known), "it names a key that was one of the register's")
        require(note.is_signed_by(new), "the new key has not signed it")
        require(not any(note.is_missigned(key) for key in known), "a signature does not hold")
        if not change:
            self.revoked.append((old, end, False))
        if new != newest:
            self.links.append((new, size, note.is_signed_by(newest)))

    def place(self, key):
        return next((place for place, link in enumerate(self.links) if link[0] == key), None)

    def ends(self, key, by_policy=(True, False)):
        return [end for revoked, end, policy in self.revoked if revoked.public == key.public and policy in by_policy]

    def check(self, pinned, report):
        """Reports what is wrong with the succession in the eyes of who pinned a key, or else starts from the first."""
        start = self.place(pinned) if pinned else 0
        if start is None:
            report.fault(None, "key", "the pinned key is none of the register's")
        for reason in self.broken:
            report.fault(None, "key", reason)
        start = start or 0
        for (before, _, _), (key, size, vouched) in zip(self.links[start:], self.links[start + 1 :]):
            if not vouched or any(end < size for end in self.ends(before, [True])):
                report.fault(None, "key", "%s takes over without the word of the key before it" % key.text)
            if vouched and any(end < size for end in self.ends(before)):
                report.open("pinned-key", "%s is vouched for only by a key that was revoked: pin the newer" % key.text)
        if not all(vouched for _, _, vouched in self.links[: start + 1]):
            report.open("pinned-key", "what came before a change of key is vouched for by the later key alone")

    def judge(self, note):
        """Checks that the key in charge at a size signed the checkpoint. Returns a doubt where it was revoked."""
        origin, size, _ = checkpoint(note)
        key = [key for key, after, _ in self.links if after is None or after < size][-1]
        require(note.is_signed_by(key), "is not signed with the key in charge, %s" % key.text)
        require(not any(note.is_missigned(key) for key, _, _ in self.links), "carries a signature that does not hold")
        require(origin == key.name, "is of another register, %s" % origin)
        return any(end < size for end in self.ends(key)) and "is signed with a key that was revoked"


class Policy:
    """Which registers are believed, which witnesses must have seen a head, and which keys no more: C2SP tlog-policy."""

    def __init__(self, data):
        self.logs, self.witnesses, self.groups, self.revoked, self.quorum = [], {}, [], [], None
        self.problems, self.names, self.members, quorums = [], set(), set(), 0
        for number, line in enumerate(data.split(b"\n"), 1):
            try:
                require(not re.search(b"[\x00-\x08\x0a-\x1f\x7f]", line), "holds a control character")
                words = [word for word in re.split("[ \t]", line.decode("utf-8", "surrogateescape")) if word]
                if words and not words[0].startswith("#"):
                    quorums += self.line(words)
            except Malformed as reason:
                self.problems.append("line %d: %s" % (number, reason))
        if quorums != 1:
            self.problems.append("there is to be one line `quorum NAME`, or `quorum none`")

    def line(self, words):
        word, rest = words[0], words[1:]
        if word == "log" and 1 <= len(rest) <= 2:
            key = self.key(rest[0], NOTE, [log.public for log in self.logs])
            self.logs.append(key)
        elif word == "witness" and 2 <= len(rest) <= 3:
            self.define(rest[0])
            key = self.key(rest[1], COSIGNATURE, [witness.public for witness in self.witnesses.values()])
            self.witnesses[rest[0]] = key
        elif word == "group" and len(rest) >= 3:
            members = rest[2:]
            require(set(members) <= self.names, "a member is no witness or group of a line before")
            require(len(set(members)) == len(members) and not set(members) & self.members, "a member stands here twice")
            self.define(rest[0])
            self.members.update(members)
            count = {"all": len(members), "any": 1}.get(rest[1], decimal(rest[1]))
            require(count is not None and 1 <= count <= len(members), "no threshold")
            self.groups.append((rest[0], count, members))
        elif word == "revoked" and len(rest) == 2:
            size = decimal(rest[1], 2**64 - 1)
            require(size is not None, "no size")
            self.revoked.append((self.key(rest[0], NOTE, []), size, True))
        else:
            require(word == "quorum" and len(rest) == 1, "is not log, witness, group, quorum or revoked, in its form")
            require(rest[0] in self.names | {"none"}, "the quorum is no witness or group of a line before")
            self.quorum = None if rest[0] == "none" else rest[0]
            return 1
        return 0

    def define(self, name):
        require(name != "none" and name not in self.names, "the name is taken")
        self.names.add(name)

    def key(self, text, type, others):
        key = Key(text)
        require(key.type == type and key.public not in others, "a key of another kind, or one that stands here twice")
        return key

    def is_met(self, note):
        seen = {name for name, key in self.witnesses.items() if note.is_signed_by(key)}
        for name, count, members in self.groups:  # Each stands after its members.
            seen |= {name} if len(seen.intersection(members)) >= count else set()
        return self.quorum is None or self.quorum in seen


# --- The container: a ZIP file in one form, each byte of it accounted for. --------------------------------------------


class NoBundle(Exception):
    pass


START, TIMES = struct.pack("<HHHHH", 10, 0, 0, 0, 0x21), struct.pack("<H", 0x0314)


class Content:
    """A file: its SHA-256 always, its bytes unless it is evidence, which may be large."""

    def __init__(self, name, pieces):
        digest, kept, self.crc = hashlib.sha256(), [], 0
        for piece in pieces:
            digest.update(piece)
            self.crc = zlib.crc32(piece, self.crc)
            if not name.startswith("evidence/"):
                kept.append(piece)
        self.sha256, self.bytes = digest.digest(), b"".join(kept)


def read_container(file, report):
    """Reads a bundle from its first byte to its last. Returns its files; none where it is not in the one form."""
    files, directory, place, last = {}, b"", 0, ""

    def take(count):
        data = file.read(count)
        require(len(data) == count, "it ends too early")
        return data

    def pieces(length):
        while length > 0:
            piece = take(min(length, 1 << 16))
            length -= len(piece)
            yield piece

    try:
        signature = file.read(4)
        if signature[:2] != b"PK" or len(signature) < 4:
            raise NoBundle("it is no ZIP file")
        while signature == b"PK\x03\x04":
            header = take(26)
            crc, length, again, name_length, extra = struct.unpack("<IIIHH", header[10:])
            require(header[:10] == START and length == again and extra == 0, "the header at byte %d" % place)
            name = take(name_length).decode("ascii", "replace")
            require(is_name(name) and name > last, "the name at byte %d" % place)
            directory += b"PK\x01\x02" + TIMES + header[:24] + bytes(8) + struct.pack("<II", 0o100644 << 16, place)
            directory += name.encode()
            files[name], last = Content(name, pieces(length)), name
            if files[name].crc != crc:
                report.fault(None, "bundle", "%s does not have the checksum that the ZIP file names" % name)
            place += 30 + name_length + length
            signature = take(4)
        counts = struct.pack("<HHHHIIH", 0, 0, len(files) & 0xFFFF, len(files) & 0xFFFF, len(directory), place, 0)
        rest = directory + b"PK\x05\x06" + counts
        require(signature + file.read(len(rest)) == rest, "the directory")
        return files
    except (Malformed, struct.error) as reason:
        report.faults = []
        report.fault(None, "bundle", "the ZIP file is not as a bundle is written: %s" % reason)
        return {}


def is_name(name):
    parts = name.split("/")
    return 1 <= len(name) <= 255 and all(matches("[A-Za-z0-9._-]+", part) and part not in (".", "..") for part in parts)


# --- The report. ------------------------------------------------------------------------------------------------------


class Report:
    def __init__(self):
        self.faults, self.not_proved, self.warnings = [], [], []
        self.entries, self.head = 0, sha256()
        self.fields = {"shown": 0, "withheld": 0, "erased": 0, "missing": 0}

    def fault(self, position, kind, message):
        self.faults.append({"position": position, "kind": kind, "message": message})

    def open(self, kind, message):
        self.not_proved.append("%s: %s" % (kind, message))

    def json(self):
        faults = sorted(self.faults, key=lambda fault: 2**53 if fault["position"] is None else fault["position"])
        return {"schema": 1, "sound": not faults, "entries": self.entries, "head": "sha256:" + self.head.hex(),
                "fields": self.fields, "faults": faults, "not-proved": self.not_proved, "warnings": self.warnings}

    def text(self, name):
        count = len(self.faults)
        lines = ["%s: %s" % ("Sound" if not count else "Not sound, %d fault%s" % (count, "s" * (count > 1)), name)]
        lines += ["Entries  %d" % self.entries, "Head     sha256:%s" % self.head.hex()]
        lines += ["Fields   " + ", ".join("%d %s" % (count, state) for state, count in self.fields.items())]
        for fault in self.json()["faults"]:
            place = "the bundle" if fault["position"] is None else "entry %d" % fault["position"]
            lines.append("Fault    %s, %s: %s" % (fault["kind"], place, fault["message"]))
        lines += ["Warning  " + warning for warning in self.warnings]
        lines += ["Not shown: " + message for message in self.not_proved]
        return "\n".join(re.sub("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "\ufffd", line) for line in lines)


# --- Verifying. -------------------------------------------------------------------------------------------------------


def verify(files, key=None, prior=None, policy=None, chain_only=False):
    """Verifies a bundle's files, {name: bytes}, and returns the report as a map. The key and the prior checkpoint are
    texts, the policy bytes, each from elsewhere; Malformed is raised when one of these cannot be read."""
    report = Report()
    files = {name: data if isinstance(data, Content) else Content(name, [data]) for name, data in files.items()}
    Verification(files, key, prior, policy, report).run(chain_only)
    return report.json()


class Verification:
    def __init__(self, files, key, prior, policy, report):
        if "events.jsonl" not in files:
            raise NoBundle("it has no events.jsonl")
        self.files, self.report, self.fault = files, report, report.fault
        self.pinned = Key(key.strip()) if key else None
        require(not self.pinned or self.pinned.type == NOTE, "the key is no register's")
        self.prior = Note(prior) if prior else None
        self.prior_says = checkpoint(self.prior) if prior else None
        self.policy = Policy(policy) if policy is not None else None
        require(not self.policy or not self.policy.problems, "; ".join(self.policy.problems if self.policy else []))

    def run(self, chain_only):
        self.read_about()
        self.check_names()
        self.check_manifest()
        self.read_lines()
        self.read_fields()
        self.check_evidence()
        self.check_packs()
        head, continued = None, False
        if chain_only:
            self.report.open("signature", "no signature, key or proof was looked at, as was asked for")
        else:
            self.read_keys()
            head = self.check_register() if self.kind == "register" else self.check_record()
            if head and self.about and head[0] != self.about["origin"]:
                self.fault(None, "bundle", "the bundle names another register than its signed head does")
            continued = self.check_prior(head)
        self.say_what_is_open(chain_only, continued)
        self.report.entries = len(self.leaves)
        self.report.head = head[2] if head else roots(self.leaves, [len(self.leaves)])[len(self.leaves)]

    def bytes(self, name):
        return self.files[name].bytes if name in self.files else b""

    def text(self, name):
        """Returns a file's text; none of a file that is not UTF-8, which is then in no form that is asked of it."""
        try:
            return self.bytes(name).decode()
        except ValueError:
            return ""

    def read_about(self):
        """bundle.json says the kind; where it cannot be read the entries do, so that one fault stays one."""
        self.about, self.records = None, []
        self.kind = "record" if "head.tlog-proof" in self.files else "register"
        try:
            about = canonical(self.bytes("bundle.json"))
            keys = ["bundle", "kind", "origin", "program", "records", "register"]
            require(isinstance(about, dict) and sorted(about) == keys, "not a map of exactly the keys of bundle.json")
            require(about["bundle"] == 1 and about["bundle"] is not True, "`bundle` is not 1")
            require(about["kind"] in ("disclosure", "record", "register"), "no kind of bundle")
            require(isinstance(about["program"], str) and isinstance(about["origin"], str), "not text")
            misfit = MISLEADING.search(about["origin"]) or re.search("[+%s]" % SPACE, about["origin"])
            require(1 <= len(about["origin"].encode()) <= 128 and not misfit, "no name of a register")
            records = about["records"]
            require(isinstance(records, list) and all(matches(RECORD, record) for record in records), "no records")
            require(all(left < right for left, right in zip(records, records[1:])), "records are not sorted")
            require(matches(RECORD, about["register"]), "no register's id")
            self.about, self.kind, self.records = about, about["kind"], records
        except Malformed as reason:
            self.fault(None, "bundle", "bundle.json is not what it should be: %s" % reason)

    def check_names(self):
        number, hex = "(?:0|[1-9][0-9]{0,15})", "[0-9a-f]{64}"
        allowed = ["MANIFEST|README[.]txt|FORMAT[.]md|verify[.]py|bundle[.]json|events[.]jsonl|disclosures[.]txt|key",
                   "schemas/[^/]*[.]json|keys/[0-9]{4}|anchors/%s-%s[.](?:tsr|cosignature)" % (number, number),
                   "evidence/%s/[^/]+|pack/%s/.+|attached/[^/]+|templates/.+" % (hex, hex)]
        if self.kind == "register":
            allowed += ["checkpoint|checkpoints/%s" % number]
        else:
            allowed += ["head[.]tlog-proof|withheld[.]json|gates/%s[.](?:tlog-proof|consistency)" % number]
        for name in self.files:
            if not is_name(name) or not matches("|".join(allowed), name):
                self.fault(None, "bundle", "%r does not belong in a bundle of this kind" % name)
        for name in ["disclosures.txt"] + ["withheld.json"] * (self.kind == "disclosure"):
            if name not in self.files:
                self.fault(None, "bundle", "%s is not in the bundle" % name)
        if any(name.startswith(("attached/", "templates/")) for name in self.files):
            self.report.open("attached", "nothing vouches for the files under attached/ and templates/")

    def check_manifest(self):
        """MANIFEST is what sha256sum prints for the other files in the order of their names."""
        others = sorted(set(self.files) - {"MANIFEST"}, key=lambda name: name.encode("utf-8", "surrogatepass"))
        lines = ["%s  %s\n" % (self.files[name].sha256.hex(), name) for name in others]
        found = self.bytes("MANIFEST")
        if found != "".join(lines).encode("utf-8", "surrogatepass"):
            kept = set(found.decode("utf-8", "replace").splitlines(True))
            wrong = [name for name, line in zip(others, lines) if line not in kept]
            self.fault(None, "manifest", "MANIFEST does not fit: %s" % (", ".join(wrong) or "it is not in its form"))

    def split(self, name):
        """Returns the lines of a file, each of which is ended by a line end."""
        data = self.bytes(name)
        if data and not data.endswith(b"\n"):
            self.fault(None, "bundle", "the last line of %s is torn off" % name)
            data += b"\n"
        return data.split(b"\n")[:-1]

    def read_lines(self):
        """Each line is an event, and each record is a chain."""
        self.leaves, self.headers = [], []
        newest, operations = {}, {}
        for position, line in enumerate(self.split("events.jsonl")):
            hash = leaf(line)
            self.leaves.append(hash)
            try:
                header = event(line)
            except Malformed as reason:
                self.fault(position, "line", "the line is not an event: %s" % reason)
                continue
            if header["op"] in operations:
                self.fault(position, "operation", "its operation is that of event %d" % operations[header["op"]])
            operations[header["op"]] = position
            seq, prev, at = newest.get(header["rec"], (-1, bytes(32), ""))
            if header["seq"] != seq + 1:
                self.fault(position, "sequence", "its number is %d, and %d was due" % (header["seq"], seq + 1))
            if header["prev"] != prev.hex():
                self.fault(position, "chain", "it names another event as the one before it than %s" % prev.hex())
            if header["base"] != header["seq"] - 1:
                self.fault(position, "base", "its author had not seen the event before it")
            if header["at"] < at:
                self.report.warnings.append("entry %d: the recorder's clock went backwards before it" % position)
            newest[header["rec"]] = header["seq"], hash, header["at"]
            self.headers.append((position, header["rec"], header["typ"], header["sd"]))
        if self.about and self.kind != "register":
            if len(self.records) != 1:
                self.fault(None, "bundle", "a bundle of this kind is of one record")
            if set(newest) - set(self.records):
                self.fault(None, "bundle", "the bundle holds events of another record")
        for record in set(self.records) - set(newest):
            self.fault(None, "bundle", "no event of the record %s is here" % record)

    def read_fields(self):
        """Each disclosure belongs to one event; each digest is shown, erased, withheld or missing."""
        bodies, committed, erased, absent = {}, {}, set(), []
        self.evidence, self.packs = {}, {}
        for body in self.split("disclosures.txt"):
            digest = base64.urlsafe_b64encode(sha256(body)).rstrip(b"=").decode()
            if digest in bodies:
                self.fault(None, "disclosure", "a disclosure is in the bundle twice")
            bodies[digest] = body
        shown = set(bodies)
        for position, record, typ, sd in self.headers:
            paths = set()
            for digest in sd:
                if digest in committed:
                    self.fault(position, "digest-twice", "its digest %s stands in another event too" % digest)
                committed[digest] = position
                if digest not in bodies:
                    absent.append((position, record, digest))
                    continue
                try:
                    path, value = disclosure(bodies.pop(digest))
                except Malformed as reason:
                    self.fault(position, "disclosure", "a disclosure has not the format: %s" % reason)
                    continue
                if path in paths:
                    self.fault(position, "path-twice", "two disclosures have the path %r" % path)
                paths.add(path)
                self.report.fields["shown"] += 1
                self.read_field(position, record, typ, path, value, erased)
        for digest in bodies:
            self.fault(None, "orphan", "a disclosure that hashes to %s belongs to no event here" % digest)
        self.count_absent(absent, erased, self.read_withheld(shown, committed))

    def read_field(self, position, record, typ, path, value, erased):
        """Some paths name a digest: of evidence, of a pack, of what was erased."""
        erases = typ == "psr.erasure/1" and matches("erased/[0-9]+", path)
        pack = path == "pack/digest" or path.endswith("/pack/digest")
        if not erases and not pack and not re.fullmatch("(.*/)?evidence/[0-9]+/sha256", path, re.DOTALL):
            return
        if not matches("sha256:[0-9a-f]{64}", value):
            self.fault(position, "disclosure", "%r holds no digest" % path)
        elif erases:
            erased.add((record, base64.urlsafe_b64encode(bytes.fromhex(value[7:])).rstrip(b"=").decode()))
        else:
            (self.packs if pack else self.evidence).setdefault(value[7:], []).append(position)

    def read_withheld(self, shown, committed):
        if "withheld.json" not in self.files:
            return set()
        try:
            items = canonical(self.bytes("withheld.json"))
            keys = ["bar", "digest", "ground", "label", "note"]
            fits = isinstance(items, list) and all(isinstance(item, dict) and sorted(item) == keys for item in items)
            require(fits and all(isinstance(value, str) for item in items for value in item.values()), "not its form")
            digests = [item["digest"] for item in items]
            require(all(map(is_digest, digests)), "not digests")
            require(all(left < right for left, right in zip(digests, digests[1:])), "not sorted")
        except Malformed as reason:
            self.fault(None, "withheld", "withheld.json is not what it should be: %s" % reason)
            return set()
        for digest in digests:
            if digest in shown or digest not in committed:
                why = "is shown" if digest in shown else "stands in no event"
                self.fault(None, "withheld", "%s is said to be withheld, and %s" % (digest, why))
        return set(digests)

    def count_absent(self, absent, erased, withheld):
        fields = self.report.fields
        chosen = set(self.records) | {self.about["register"] if self.about else None}
        for position, record, digest in absent:
            if (record, digest) in erased:
                fields["erased"] += 1
            elif digest in withheld or self.kind == "register" and record not in chosen:
                fields["withheld"] += 1
            else:
                fields["missing"] += 1
                self.fault(position, "missing", "what %s stands for is gone, and nothing says why" % digest)
        if fields["withheld"]:
            self.report.open("withheld", "%d field(s) are withheld; only that they exist is shown" % fields["withheld"])

    def below(self, folder):
        """Returns the files below a folder by the digest they are kept under, in the order of their paths."""
        found = {}
        for name in sorted(self.files):
            parts = name.split("/", 2)
            if parts[0] == folder and len(parts) == 3:
                found.setdefault(parts[1], []).append((parts[2], self.files[name]))
        return found

    def check_named(self, what, found, named, is_right):
        for digest, positions in named.items():
            if digest not in found or not is_right(digest, found[digest]):
                for position in positions:
                    self.fault(position, what, "the %s %s is not in the bundle as it was recorded" % (what, digest))
        for digest in set(found) - set(named):
            self.fault(None, "bundle", "no shown field names %s/%s" % (what, digest))

    def check_evidence(self):
        def is_right(digest, files):
            return len(files) == 1 and files[0][1].sha256.hex() == digest

        self.check_named("evidence", self.below("evidence"), self.evidence, is_right)

    def check_packs(self):
        """A pack's digest is the root of the tree over its files, each leaf the path, a zero byte and the bytes."""

        def is_right(digest, files):
            leaves = [leaf(path.encode("utf-8", "surrogatepass") + b"\x00" + content.bytes) for path, content in files]
            return roots(leaves, [len(leaves)])[len(leaves)].hex() == digest

        self.check_named("pack", self.below("pack"), self.packs, is_right)

    def read_keys(self):
        self.keys = None
        names = sorted(name for name in self.files if name.startswith("keys/"))
        if names != ["keys/%04d" % number for number in range(1, len(names) + 1)]:
            self.fault(None, "key", "the key statements are not numbered from 1 without a gap")
        try:
            text = self.text("key")
            require(text.endswith("\n"), "no line")
            first = Key(text[:-1])
            require(first.type == NOTE, "no register's key")
        except Malformed as reason:
            self.fault(None, "key", "`key` names no key that can be read: %s" % reason)
            return
        self.keys = Keys(first, [self.text(name) for name in names])
        if self.policy:
            self.keys.revoked += self.policy.revoked
            listed = [key for key, _, _ in self.keys.links if key in self.policy.logs]
            if self.policy.logs and not listed:
                self.fault(None, "key", "the policy lists none of the register's keys")
            self.pinned = self.pinned or (listed[-1] if listed else None)
        self.keys.check(self.pinned, self.report)

    def signed(self, name, text, kept):
        """Reads a signed head; whatever is wrong with it is a fault. Returns what it says as far as it can be read."""
        try:
            note = Note(text)
            says = checkpoint(note)
        except Malformed as reason:
            self.fault(None, "checkpoint", "%s: %s" % (name, reason))
            return None
        try:
            doubt = self.keys and self.keys.judge(note)
            require(kept or not doubt, doubt)
            if doubt:
                self.report.warnings.append("%s %s" % (name, doubt))
        except Malformed as reason:
            self.fault(None, "checkpoint", "%s %s" % (name, reason))
        if self.policy and not kept:
            for cosigned in (name for name in self.files if name.startswith("anchors/%d-" % says[1])):
                try:
                    note.signatures += signature_lines(self.text(cosigned)) if cosigned.endswith(".cosignature") else []
                except Malformed as reason:
                    self.fault(None, "quorum", "%s: %s" % (cosigned, reason))
            if not self.policy.is_met(note):
                self.fault(None, "quorum", "%s is not cosigned by as many witnesses as the policy asks for" % name)
        return says

    def check_register(self):
        """The head of a register is over all its lines, and so is every earlier one that was kept."""
        count = len(self.leaves)
        sizes = [decimal(name[12:]) for name in sorted(self.files) if name.startswith("checkpoints/")]
        self.roots = roots(self.leaves, set(sizes) | {count} | ({self.prior_says[1]} if self.prior else set()))
        head = self.signed("checkpoint", self.text("checkpoint"), False)
        if head and head[1:] != (count, self.roots[count]):
            self.fault(None, "checkpoint", "the events are not those that the signed head is over")
        for size in (size for size in sizes if size is not None):
            name = "checkpoints/%d" % size
            kept = self.signed(name, self.text(name), True)
            if kept and kept[1:] != (size, self.roots.get(size)):
                self.fault(None, "checkpoint", "%s is not over the first %d events here" % (name, size))
        return head

    def proof(self, name):
        """Reads a proof (C2SP tlog-proof): the index, the hashes, the signed head. None when it has not the form."""
        lines, _, head = self.text(name).partition("\n\n")
        match = re.fullmatch("c2sp[.]org/tlog-proof@v1\nindex ([0-9]+)((?:\n[^\n]+)*)", lines)
        index, hashes = match and decimal(match[1]), match and proof_hashes(match[2][1:] + "\n" * bool(match[2]))
        if index is None or hashes is None:
            self.fault(None, "checkpoint", "%s is not here, or is not a proof" % name)
            return None
        return index, hashes, head

    def check_record(self):
        """The head of a record is reached from its newest event, and so is every gate from one of its events."""
        self.roots = {}
        proof = self.proof("head.tlog-proof")
        head = self.signed("head.tlog-proof", proof[2], False) if proof else None
        if not head:
            return None
        if not self.leaves or included(self.leaves[-1], proof[0], head[1], proof[1]) != head[2]:
            message = "the proof does not lead from the newest event to the root that the signed head names"
            self.fault(len(self.leaves) - 1 if self.leaves else None, "tree", message)
        sizes = {decimal(re.split("[/.]", name)[1]) for name in self.files if name.startswith("gates/")}
        newest = len(self.leaves)
        for size in sorted(sizes - {None}, reverse=True):
            newest = self.check_gate(size, newest, head)
        self.roots[head[1]] = head[2]
        return head

    def check_gate(self, size, newest, head):
        """From the newest gate back: an older one covers no newer event, so each event is tried about once."""
        name = "gates/%d.tlog-proof" % size
        proof = self.proof(name)
        gate = self.signed(name, proof[2], True) if proof else None
        if not gate:
            return newest
        if gate[1] != size:
            self.fault(None, "checkpoint", "%s is for another size" % name)
        tried = range(newest - 1, -1, -1)
        covered = next((at for at in tried if included(self.leaves[at], proof[0], gate[1], proof[1]) == gate[2]), None)
        if covered is None:
            self.fault(None, "tree", "%s does not lead from an event to its root" % name)
        name = "gates/%d.consistency" % size
        hashes = proof_hashes(self.text(name)) if name in self.files else None
        if hashes is None or not consistent(gate[1:], head[1:], hashes):
            self.fault(None, "tree", "%s does not show that the signed head continues the gate" % name)
        self.roots[size] = gate[2]
        return newest if covered is None else covered + 1

    def check_prior(self, head):
        """A checkpoint from elsewhere says the same, where it can be compared. Returns whether it could."""
        if not self.prior:
            return False
        _, size, root = self.prior_says
        try:
            doubt = self.keys and self.keys.judge(self.prior)
            require(not doubt, doubt)
        except Malformed as reason:
            self.fault(None, "prior", "the prior checkpoint %s" % reason)
        if size not in self.roots:
            if self.kind == "register":
                message = "the prior checkpoint is for %d events, and %d are here" % (size, len(self.leaves))
                self.fault(None, "prior", message)
            return self.kind == "register"
        if self.roots[size] != root:
            self.fault(None, "prior", "the prior checkpoint has another root for the same size: two histories")
        return True

    def say_what_is_open(self, chain_only, continued):
        say = self.report.open
        if not self.pinned or chain_only:
            say("pinned-key", "no key was given: someone who rewrote everything and signed anew would not be noticed")
        if not continued:
            say("outside-checkpoint", "no checkpoint from outside was compared: an older copy put back, or a history "
                                      "rewritten with the register's own key, would not be noticed")
        closing = ("psr.closed/1", "psr.hold/1", "psr.retention/1", "psr.erasure/1", "psr.disclosure/1",
                   "psr.document/1")
        closed = False
        for _, _, typ, _ in self.headers:
            closed = typ == closing[0] or closed and typ in closing
        if self.kind != "register" and not closed:
            say("completeness", "that no later event of the record exists is not shown")
        if any(name.startswith("anchors/") for name in self.files):
            say("anchors", "proofs from outside are in the bundle and were not checked here")
        say("authorship", "each event is recorded as by someone, not signed by them")
        say("time", "when each event was recorded is by the recorder's own clock")


def proof_hashes(text):
    """Reads the hashes of a proof, base64, one a line. None when they have not that form."""
    lines = text.split("\n")
    hashes = [unbase64(line, "plain") for line in lines[:-1]]
    fits = lines[-1] == "" and len(hashes) <= 64 and all(hash is not None and len(hash) == 32 for hash in hashes)
    return hashes if fits else None


# --- The command. -----------------------------------------------------------------------------------------------------


def read_files(path, report):
    """Reads a bundle, or a folder into which one was unpacked."""
    if not os.path.isdir(path):
        with open(path, "rb") as file:
            return read_container(file, report)
    files = {}
    for folder, _, names in os.walk(path):
        for name in names:
            inner = os.path.join(folder, name)
            with open(inner, "rb") as file:
                relative = os.path.relpath(inner, path).replace(os.sep, "/")
                files[relative] = Content(relative, iter(lambda: file.read(1 << 16), b""))
    return files


def given(argument):
    """An argument is the text itself, or a file that holds it."""
    if argument is None or not os.path.isfile(argument):
        return argument
    with open(argument, encoding="utf-8") as file:
        return file.read()


def main():
    parser = argparse.ArgumentParser(description="Verifies a bundle, and says what was not shown. Ends with 0 when it "
                                                 "is sound, 1 when it is not, 2 when it was not possible to look.")
    parser.add_argument("bundle", help="a bundle, or a folder into which one was unpacked")
    parser.add_argument("--key", help="the register's verifier key, had from elsewhere, or a file that holds it")
    parser.add_argument("--prior", metavar="FILE", help="a signed head that was kept elsewhere")
    parser.add_argument("--policy", metavar="FILE", help="whom to believe (C2SP tlog-policy)")
    parser.add_argument("--chain-only", action="store_true", help="look at lines and disclosures alone")
    parser.add_argument("--require", default="", metavar="KIND,…", help="count these as faults where not shown")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    options = parser.parse_args()
    report = Report()
    try:
        policy = None
        if options.policy:
            with open(options.policy, "rb") as file:
                policy = file.read()
        files = read_files(options.bundle, report)
        if files or not report.faults:
            verification = Verification(files, given(options.key), given(options.prior), policy, report)
            verification.run(options.chain_only)
    except (OSError, ValueError, Malformed, NoBundle) as error:
        print("error: cannot look at %s: %s" % (options.bundle, error), file=sys.stderr)
        return 2
    for kind in filter(None, options.require.split(",")):
        for message in [message for message in report.not_proved if message.startswith(kind + ":")]:
            report.fault(None, kind, "required, and not shown: %s" % message.partition(": ")[2])
    text = json.dumps(report.json(), indent=2) if options.format == "json" else report.text(options.bundle)
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
