// The page that verifies itself: builds what it shows of the record from lines and disclosures that verify.js has checked.
//
// Nothing is shown as checked before it was. Text from the record is only ever set as text. What this page cannot show is said
// as plainly as what it can.

"use strict";

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const place = (id) => document.getElementById(id);
  /** From how many entries on the timeline is shown a part at a time, and how large a part is. */
  const MANY = 500, PART = 250;

  // ---------------------------------------------------------------- elements

  /** Makes an element with attributes and content; text is text, never markup. */
  const make = (name, attributes = {}, ...content) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== null) element.setAttribute(key, value);
    element.append(...content.flat().filter((part) => part !== null && part !== undefined));
    return element;
  };
  const fill = (id, ...content) => place(id).replaceChildren(...content.flat());
  const unseen = (text) => make("span", { class: "unseen" }, text);

  // Controls, marks that turn the direction of writing, and what is no character: shown by their number, so that nothing hides.
  const ODD = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]/g;
  const printable = (text) => text.replace(ODD, (character) => `[U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
  /** What somebody typed, kept apart from the words around it in its direction. */
  const typed = (text) => make("bdi", {}, printable(text));

  // ---------------------------------------------------------------- words

  const words = (id) => { const text = id.replaceAll(/[-_/.]+/g, " ").trim(); return text.charAt(0).toUpperCase() + text.slice(1); };
  const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const day = (date) => { const [year, month, number] = date.split("-").map(Number); return `${number} ${MONTHS[month - 1]} ${year}`; };
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
  const instant = (at) => {
    const parts = Object.fromEntries(clock.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
    return `${parts.day} ${parts.month} ${parts.year}, ${parts.hour}:${parts.minute} ${parts.timeZoneName}`;
  };
  const pounds = (sum) => {
    const [, sign, whole, pence] = /^(-?)(\d+)(\.\d+)?$/.exec(sum) ?? [null, "", sum, ""];
    return `${sign}£${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${pence ?? ""}`;
  };
  const grouped = (hex) => hex.match(/.{1,4}/g).join(" ");
  const size = (bytes) => bytes < 1000 ? count(bytes, "byte") : bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

  /** A value of the record as plain data, for those who want it as it was recorded. */
  const plain = (value) => {
    if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
    return Array.isArray(value) ? value.map(plain) : value;
  };

  /** A value in words. */
  const shown = (value) => {
    if (value === true || value === false) return value ? "Yes" : "No";
    if (value === null) return "Nothing";
    if (typeof value === "number") return String(value);
    if (typeof value === "string") return /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : typed(value);
    if (Array.isArray(value)) return listed(value);
    return named(value);
  };
  const named = (map) => {
    const [kind, inner] = map.size === 1 ? [...map][0] : [null, null];
    if (kind === "yes_no") return shown(inner);
    if (kind === "money" && typeof inner === "string") return pounds(inner);
    if (kind === "date" && typeof inner === "string") return shown(inner);
    if (kind === "choice" && typeof inner === "string") return typed(words(inner));
    if (kind === "text" || kind === "list") return shown(inner);
    return make("ul", {}, [...map].map(([key, value]) => make("li", {}, `${words(key)}: `, shown(value))));
  };
  const isPair = (value) => Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string");
  const listed = (list) => {
    if (list.length === 0) return "None";
    if (list.every(isPair)) return make("ul", {}, list.map(([name, value]) => make("li", {}, typed(words(name)), ": ", shown(value))));
    return make("ol", {}, list.map((item) => make("li", {}, shown(item))));
  };

  // ---------------------------------------------------------------- entries

  const text = (fields, path) => { const value = fields.get(path); return typeof value === "string" ? value : null; };
  const fieldsOf = (event) => new Map(event.fields.filter((field) => field.state === "shown").map(({ path, value }) => [path, value]));

  /** The path of an answer's field: its lot, decision, question, and what it says of it. */
  const answerPath = (path) => /^(?:lot\/(\d+)\/)?answer\/([^/]+)\/([^/]+)\/(.+)$/.exec(path);
  const determinationPath = (path) => /^(?:lot\/(\d+)\/)?determination\/([^/]+)\/(.+)$/.exec(path);
  const question = (id) => data.labels.questions[id] ?? words(id);
  const lot = (number) => number ? `, lot ${number}` : "";

  /** What an entry says, in a sentence; the words of questions and happenings are the rules'. */
  const SAYS = {
    "psr.case/1": (fields) => ["Opened the case ", quoted(text(fields, "case/title")), bracketed(text(fields, "case/reference"))],
    "psr.actor/1": (fields) => [typed(text(fields, "actor/name") ?? "Somebody"), " acts from here on as ", typed(text(fields, "actor/handle") ?? "?")],
    "psr.answer/1": (fields) => answered(fields, "Answered: "),
    "psr.withdrawal/1": (fields) => answered(fields, "Took back the answer to: "),
    "psr.event/1": (fields) => {
      const kind = text(fields, "event/type"), on = text(fields, "event/on");
      return ["Put on record: ", typed(kind ? data.labels.events[kind] ?? words(kind) : "something that happened"), on ? `, ${day(on)}` : ""];
    },
    "psr.determination/1": (fields) => {
      const path = [...fields.keys()].map(determinationPath).find(Boolean);
      return ["Determined", path ? [": ", typed(data.labels.decisions[path[2]] ?? words(path[2])), lot(path[1])] : ""].flat();
    },
    "psr.approval/1": (fields) => ["Approved what stood at ", entryLink(fields.get("approval/basis"))],
    "psr.closed/1": () => ["Closed the case"],
    "psr.hold/1": (fields) => [fields.get("hold/placed") === false ? "Released the hold on the case" : "Placed a hold on the case"],
    "psr.retention/1": () => ["Put on record how long the case is kept"],
    "psr.erasure/1": (fields) => ["Erased what an earlier entry said", Number.isInteger(fields.get("erasure/entry")) ? [": ", entryLink(fields.get("erasure/entry"))] : ""].flat(),
    "psr.contract/1": (fields) => ["Entered a contract ", quoted(text(fields, "contract/title"))],
    "psr.modification/1": () => ["Modified a contract"],
  };
  const quoted = (words) => words === null ? "(withheld)" : make("span", {}, "“", typed(words), "”");
  const bracketed = (words) => words === null ? "" : make("span", {}, " (", typed(words), ")");
  const answered = (fields, how) => {
    const path = [...fields.keys()].map(answerPath).find(Boolean);
    if (!path) return [`${how}a question that is not shown here`];
    return [how, typed(question(path[3])), lot(path[1])];
  };
  const says = (event, fields) => (SAYS[event.header.typ] ?? (() => ["Recorded: ", words(event.header.typ.replace(/^psr\./, "").replace(/\/\d+$/, ""))]))(fields);
  const entryLink = (position) => Number.isInteger(position) ? make("a", { href: `#timeline-${position}` }, `entry ${position}`) : "an earlier entry";

  /** The paths that a sentence has said already, and those that are only marks for programs. */
  const SAID = new Set(["case/title", "case/reference", "actor/name", "actor/handle", "event/type", "event/on", "approval/basis", "erasure/entry", "contract/title", "hold/placed", "closed/closed", "case/program", "contract/program", "determination/pack/digest"]);
  const NAMES = { value: "Answer", reason: "Reasons", "view-of": "View of", concerns: "Concerns", supersedes: "Replaces", privileged: "Privileged", withdrawn: null, details: "Details", conclusions: "Conclusions", relevant: "Still open", conflicts: "Conflicts", standing: "Standing", "law-date": "Law as on", text: "Text of the law", basis: null };
  const ENTRY_POSITIONS = new Set(["supersedes"]);

  /** The rest of what an entry says, as names and values. */
  const beside = (fields) => {
    const rows = [];
    for (const [path, value] of [...fields].sort(([left], [right]) => order(left) - order(right))) {
      const tail = (answerPath(path)?.[4] ?? determinationPath(path)?.[3] ?? path.replace(/^lot\/\d+\//, "").split("/").slice(1).join("/")) || path;
      if (SAID.has(path) || /(^|\/)(sha256|digest)$/.test(path) || NAMES[tail] === null || Array.isArray(value) && value.length === 0) continue;
      const name = /evidence\/\d+\/name$/.test(path) ? "Evidence" : NAMES[tail] ?? words(tail);
      rows.push([name, ENTRY_POSITIONS.has(tail) ? entryLink(value) : shown(value)]);
    }
    return rows;
  };
  const ORDER = ["/value", "/reason", "/view-of", "/conclusions"];
  const order = (path) => { const at = ORDER.findIndex((ending) => path.endsWith(ending)); return at < 0 ? ORDER.length : at; };

  const rows = (pairs) => make("dl", {}, pairs.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));

  const CLAIMS = [["label", "What it is"], ["bar", "What stands in the way"], ["ground", "Ground"], ["note", "Note"]];
  /** What is not shown of an entry, and why. */
  const hidden = (event) => {
    const list = event.fields.filter(({ state }) => state === "withheld" || state === "erased" || state === "missing" || state === "unreadable");
    const claims = ({ state, ...field }) => CLAIMS.filter(([key]) => field[key]).map(([key, name]) => [name, typed(field[key])]);
    const SAYING = { withheld: "Withheld", erased: "Erased, by a later entry", missing: "Missing, and nothing says why", unreadable: "Cannot be read" };
    return list.map((field) => make("li", {}, make("strong", {}, SAYING[field.state]), claims(field).length ? rows(claims(field)) : null));
  };

  /** Everything as it was recorded, for those who want to compare it. */
  const recorded = (event) => {
    const code = (value) => make("code", {}, printable(value));
    const fields = event.fields.map((field) => [code(field.path ?? field.digest), field.state === "shown" ? code(JSON.stringify(plain(field.value))) : field.state]);
    const line = event.header ? Object.entries(event.header).filter(([key]) => key !== "sd").map(([key, value]) => [code(key), code(String(value))]) : [];
    const details = make("details", {}, make("summary", {}, "As it was recorded", unseen(`, entry ${event.position}`)));
    // Made when it is first looked at: most never are.
    details.addEventListener("toggle", () => {
      if (details.open && details.childElementCount === 1) details.append(rows([["Hash of the line", code(event.leaf)], ...line, ...fields]));
    });
    return details;
  };

  const label = (event) => {
    const marks = [...data.marks[event.position] ?? []];
    if (event.gate) marks.push(`Covered by the head signed at ${event.gate.size} events`);
    return marks.length ? make("ul", { class: "marks" }, marks.map((mark) => make("li", {}, printable(mark)))) : null;
  };

  /** One entry of the timeline. */
  const entry = (event, faults, actors) => {
    const { header, position } = event, item = make("li", { id: `timeline-${position}`, class: faults.length ? "entry faulty" : "entry", tabindex: "-1" });
    const problems = faults.length ? make("div", { class: "fault" }, faults.map(({ kind, message }) => make("p", {}, make("strong", {}, `Fault (${kind}): `), printable(message)))) : null;
    const number = make("span", { class: "number" }, unseen("Entry "), String(position));
    if (!header) {
      item.append(make("p", { class: "when" }, number, " This entry cannot be read"), problems ?? "", recorded(event));
      return item;
    }
    const fields = fieldsOf(event), pairs = beside(fields), gone = hidden(event);
    item.append(
      make("p", { class: "when" }, number, " ", make("time", { datetime: header.at }, instant(header.at)), ", recorded as by ", typed(actors.get(header.act) ?? header.act)),
      make("p", { class: "what" }, says(event, fields)),
      ...[problems, pairs.length ? rows(pairs) : null, gone.length ? make("ul", { class: "hidden-fields" }, gone) : null, label(event), recorded(event)].filter(Boolean),
    );
    return item;
  };

  const actorsOf = (events) => {
    const actors = new Map();
    for (const event of events) {
      if (event.header?.typ !== "psr.actor/1") continue;
      const fields = fieldsOf(event), handle = text(fields, "actor/handle"), name = text(fields, "actor/name");
      if (handle && name) actors.set(handle, name);
    }
    return actors;
  };

  const pause = () => new Promise((resolve) => { setTimeout(resolve); });

  /** The timeline: the whole of it where it is short, else a part at a time. Returns how to show a given entry. */
  const showTimeline = async ({ events, report }) => {
    const list = place("entries"), more = place("more"), actors = actorsOf(events);
    const faults = Map.groupBy ? Map.groupBy(report.faults, ({ position }) => position) : report.faults.reduce((map, fault) => map.set(fault.position, [...map.get(fault.position) ?? [], fault]), new Map());
    let next = 0;
    const upTo = async (end) => {
      for (; next < Math.min(end, events.length); next++) {
        list.append(entry(events[next], faults.get(next) ?? [], actors));
        if (next % PART === PART - 1) { progress(`Showing entry ${next + 1} of ${events.length}`); await pause(); }
      }
      const left = events.length - next;
      more.hidden = left === 0;
      place("shown").textContent = left === 0 ? `All ${count(events.length, "entry", "entries")}, oldest first.` : `The first ${next.toLocaleString("en-GB")} of ${count(events.length, "entry", "entries")}, oldest first.`;
      place("more-part").textContent = `Show the next ${Math.min(PART, left)}`;
    };
    list.replaceChildren();
    await upTo(events.length > MANY ? PART : events.length);
    const at = (handler) => async () => { const first = next; await handler(); place(`timeline-${first}`)?.focus(); };
    place("more-part").onclick = at(() => upTo(next + PART));
    place("more-all").onclick = at(() => upTo(events.length));
    return async (position) => { if (position >= next) await upTo(position + 1); };
  };

  // ---------------------------------------------------------------- evidence

  const FILE = /^evidence\/([0-9a-f]{64})\/([A-Za-z0-9._-]+)$/;

  const download = (bytes, name, words) => {
    // Never a type that a browser would open: a file of the record must not run as a page.
    const link = make("a", { href: URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" })), download: name }, words);
    return link;
  };

  const showEvidence = ({ events, report }) => {
    const named = new Map();
    for (const event of events) {
      const fields = event.header ? fieldsOf(event) : new Map();
      for (const [path, value] of fields) {
        if (!/(^|\/)evidence\/\d+\/sha256$/.test(path) || typeof value !== "string") continue;
        const row = named.get(value) ?? { name: text(fields, path.replace(/sha256$/, "name")) ?? "(no name)", positions: [] };
        row.positions.push(event.position);
        named.set(value, row);
      }
    }
    const wrong = report.faults.filter(({ kind }) => kind === "evidence").map(({ message }) => message).join(" ");
    const item = ([value, { name, positions }]) => {
      const digest = value.replace(/^sha256:/, ""), file = Object.keys(files).find((path) => FILE.exec(path)?.[1] === digest);
      const left = data.left_out.find((one) => one.digest === digest), faulty = wrong.includes(value);
      const state = faulty ? make("strong", { class: "bad" }, "Not what was recorded, or not here")
        : file ? [download(files[file], FILE.exec(file)[2], ["Download ", typed(name)]), ` (${size(files[file].length)}), as recorded`]
        : left ? `Left out of this page for its size (${size(left.bytes)}), and not checked` : "Not here, and not checked";
      const entries = positions.flatMap((position, at) => [at ? ", " : "", entryLink(position)]);
      return make("li", { class: faulty ? "entry faulty" : "entry" }, make("p", { class: "what" }, typed(name)), make("p", {}, state), make("p", { class: "small" }, "Named by ", entries), make("p", { class: "small" }, "SHA-256 ", make("code", {}, digest)));
    };
    const others = data.left_out.filter(({ kind }) => kind === "pack").map(({ digest }) => make("li", { class: "entry" }, make("p", { class: "what" }, "The rules the case was decided by"), make("p", {}, "Left out of this page, and not checked"), make("p", { class: "small" }, "Digest ", make("code", {}, digest))));
    fill("evidence-list", named.size + others.length ? make("ul", { class: "plain" }, [...named].map(item), others) : make("p", {}, "The entries name no evidence files."));
  };

  // ---------------------------------------------------------------- what was found

  const fingerprint = (key) => grouped(psrVerifier.hex(psrVerifier.sha256(new TextEncoder().encode(key.text))).slice(0, 32));

  const verdict = ({ report, signaturesChecked }, given) => {
    const faults = report.faults.length;
    if (faults) return { kind: "bad", mark: "✗", title: `Something is wrong: ${count(faults, "fault")}`, says: "What is shown below may not be what was recorded. Do not rely on it before you know why." };
    if (!signaturesChecked) return { kind: "open", mark: "?", title: "Signatures cannot be checked here", says: "The entries agree with each other, but this browser has no Ed25519, so whether they were signed was not checked. Open the page in a newer browser." };
    if (given.key) return { kind: "good", mark: "✓", title: "No change was found", says: "The record is signed with the key that you gave, and nothing in it was changed since." };
    return { kind: "neutral", mark: "i", title: "No change was found, by the key in this page", says: "The record agrees with itself and with the key that this page carries. Someone who rewrote all of it and signed with a key of their own would not be noticed: compare the key before you rely on it." };
  };

  const showStatus = (result, given) => {
    const { kind, mark, title, says } = verdict(result, given);
    place("status").className = `panel ${kind}`;
    fill("status", make("p", { class: "title" }, make("span", { class: "mark", "aria-hidden": "true" }, mark), ` ${title}`), make("p", {}, says));
    const { faults } = result.report;
    const where = ({ position }) => position === null ? "" : [make("a", { href: `#timeline-${position}` }, `Entry ${position}`), ": "];
    fill("faults", faults.length ? [make("h3", {}, "What is wrong"), make("ul", {}, faults.map((fault) => make("li", {}, where(fault), `${printable(fault.message)} (${fault.kind})`)))] : []);
  };

  const OPEN = {
    anchors: "Time stamps and witness signatures that came with the record.",
    attached: "Documents that were attached.",
    authorship: "Who acted. Each entry is recorded as by someone; that they did it is the recorder’s word.",
    completeness: "That nothing was recorded since. This is the record as it stood when the page was made.",
    evidence: "Files that are named below but left out of this page.",
    "outside-checkpoint": "That this is the only history. Give a checkpoint below that you had from elsewhere.",
    "pinned-key": "That the key is the authority’s. Compare its fingerprint below, or paste the key.",
    replay: "That the answers lead to what was determined, and to the written reasons on this page. They are text by the program that made the page.",
    signature: "Signatures.",
    time: "When each entry was recorded: that is by the recorder’s own clock.",
    withheld: "What the withheld fields say; only that they are there.",
  };

  const showScope = ({ report, head, signaturesChecked }, given) => {
    const { fields } = report, faulty = new Set(report.faults.map(({ kind }) => kind));
    const none = (...kinds) => !kinds.some((kind) => faulty.has(kind));
    const evidence = Object.keys(files).filter((name) => FILE.test(name)).length;
    const checked = [
      none("line", "chain", "sequence", "base", "operation", "missing", "digest-twice") && `${count(report.entries, "entry", "entries")}, each naming the one before it by its hash.`,
      none("disclosure", "orphan", "path-twice") && `${count(fields.shown, "field")} as they were committed to${fields.withheld ? `; ${fields.withheld} withheld` : ""}${fields.erased ? `; ${fields.erased} erased` : ""}.`,
      evidence > 0 && none("evidence") && `${count(evidence, "evidence file")} by digest.`,
      head && signaturesChecked && none("checkpoint", "key", "tree") && `The newest entry stands in a register of ${count(Number(head.size), "event")}, whose head is signed.`,
      head && signaturesChecked && given.key && none("key") && "The signing key is the one that you gave.",
      given.prior && none("prior") && !report["not-proved"].some((text) => text.startsWith("outside-checkpoint")) && "The register continues the checkpoint that you gave.",
    ].filter(Boolean);
    const open = [...new Set(report["not-proved"].map((text) => text.split(":")[0]))].map((kind) => OPEN[kind] ?? kind);
    open.push("The wording of questions, which comes from the rules, and the labels beside entries.");
    fill("checked", checked.length ? make("ul", {}, checked.map((text) => make("li", {}, text))) : make("p", {}, "Nothing that can be relied on: see what is wrong above."));
    fill("open", make("ul", {}, open.map((text) => make("li", {}, text))), report.warnings.length ? make("ul", {}, report.warnings.map((text) => make("li", {}, `Odd, if not wrong: ${text}`))) : []);
  };

  const showKey = ({ keys }) => {
    const key = keys.at(-1);
    fill("fingerprint", key ? [make("p", { class: "fingerprint" }, fingerprint(key)), make("p", { class: "small" }, "Key in full: ", make("code", {}, printable(key.text)))] : make("p", {}, "This page carries no key that can be read."));
  };

  const showRecord = ({ events, head, about, report }) => {
    const first = events.find((event) => event.header), last = events.findLast((event) => event.header);
    const opening = first ? fieldsOf(first) : new Map(), pairs = [];
    const add = (name, value) => { if (value !== null && value !== undefined) pairs.push([name, value]); };
    const title = text(opening, "case/title"), reference = text(opening, "case/reference");
    add("Case", title && typed(title));
    add("Reference", reference && typed(reference));
    add("Register", about && typed(about.origin));
    add("Entries", String(report.entries));
    add("First entry", first && instant(first.header.at));
    add("Newest entry", last && instant(last.header.at));
    add("Hash of the newest entry", last && make("code", {}, last.leaf));
    add("Signed head", head && make("code", {}, `${report.head}, ${head.size} events`));
    fill("about", rows(pairs));
  };

  const showFiles = () => {
    const names = Object.keys(files).filter((name) => !name.startsWith("evidence/"));
    fill("files", make("ul", {}, names.map((name) => make("li", {}, download(files[name], name.replaceAll("/", "-"), name)))));
  };

  // ---------------------------------------------------------------- the run

  const progress = (text) => { place("progress").textContent = text; };
  const decoded = (part) => part.text !== undefined ? new TextEncoder().encode(part.text) : psrVerifier.fromBase64(part.base64);
  let files = {}, reveal = async () => {}, running = false;

  const options = (given) => ({
    ...given, part: true, leftOut: data.left_out.map(({ digest }) => digest),
    progress: async (done, of) => { progress(`Checking entry ${done} of ${of}`); await pause(); },
  });

  /** Takes back everything that was said, so that nothing old stands beside something new. */
  const begin = () => {
    place("status").className = "panel";
    fill("status", make("p", { class: "title" }, "Checking…"), make("p", {}, "Nothing on this page has been checked yet."));
    for (const id of ["faults", "checked", "open"]) fill(id);
  };

  const run = async (given) => {
    begin();
    await pause();
    const result = await psrVerifier.examine(files, options(given));
    showKey(result);
    showRecord(result);
    reveal = await showTimeline(result);
    showEvidence(result);
    showScope(result, given);
    showStatus(result, given);
    progress("");
  };

  const failed = (error) => {
    place("status").className = "panel bad";
    fill("status", make("p", { class: "title" }, "The check could not be made"), make("p", {}, `Nothing on this page has been checked: ${printable(error.message)}`));
    progress("");
  };

  const guarded = async (given) => {
    if (running) return;
    running = true;
    try { await run(given); document.body.dataset.done = "yes"; } catch (error) { failed(error); } finally { running = false; }
  };

  /** What the reader pasted: a checkpoint, a key, or the fingerprint of one. */
  const understood = (pasted) => {
    if (pasted.includes("\n\n\u2014 ")) {
      const note = pasted.replaceAll("\r\n", "\n").trim() + "\n";
      return psrVerifier.parseCheckpoint(note) ? { prior: note } : null;
    }
    const digits = pasted.replaceAll(/\s/g, "").toLowerCase();
    if (/^[0-9a-f]{32}$/.test(digits)) return { fingerprint: digits };
    return psrVerifier.parseKey(pasted.trim()) ? { key: pasted.trim() } : null;
  };

  let known = {};
  const compare = async () => {
    const field = place("known"), error = place("known-error"), given = understood(field.value);
    const refuse = (message) => { error.textContent = message; error.hidden = false; field.setAttribute("aria-invalid", "true"); field.focus(); };
    if (!given) return refuse("Error: paste a key, its fingerprint of 32 digits, or a whole checkpoint.");
    if (given.fingerprint) {
      const key = (await psrVerifier.examine(files, options({}))).keys.find((key) => fingerprint(key).replaceAll(" ", "") === given.fingerprint);
      if (!key) return refuse("Error: no key in this page has that fingerprint. If it was copied whole, this record was not signed by that key.");
      given.key = key.text;
      delete given.fingerprint;
    }
    error.hidden = true;
    field.removeAttribute("aria-invalid");
    known = { ...known, ...given };
    await guarded(known);
    place("verdict").focus();
  };

  /** Follows a link to an entry that is not shown yet. */
  const follow = async () => {
    const position = /^#timeline-(\d+)$/.exec(location.hash)?.[1];
    if (position === undefined) return;
    await reveal(Number(position));
    const item = place(`timeline-${position}`);
    item?.scrollIntoView();
    item?.focus({ preventScroll: true });
  };

  const start = async () => {
    try {
      files = Object.fromEntries(Object.entries(data.files).map(([name, part]) => [name, decoded(part)]));
      if (Object.values(files).some((bytes) => bytes === null)) throw new Error("a file in it is not base64");
    } catch (error) {
      return failed(error);
    }
    for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
    place("compare").addEventListener("submit", (event) => { event.preventDefault(); compare(); });
    showFiles();
    await guarded({});
    addEventListener("hashchange", follow);
    await follow();
  };

  start();
})();
