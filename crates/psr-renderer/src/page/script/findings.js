// What was found, what was checked, and what the page cannot show: said equally plainly.

const fingerprint = (key) => grouped(psrVerifier.hex(psrVerifier.sha256(new TextEncoder().encode(key.text))).slice(0, 32));

const verdict = ({ report, signaturesChecked }, given) => {
  const faults = report.faults.length;
  if (faults) return { kind: "bad", mark: "✗", title: `Something is wrong: ${count(faults, "fault")}`, says: "What is shown below may not be what was recorded. Do not rely on it before you know why." };
  if (!signaturesChecked) return { kind: "open", mark: "?", title: "Signatures cannot be checked here", says: "The entries agree with each other, but this browser has no Ed25519, so whether they were signed was not checked. Open the page in a newer browser." };
  if (given.key) return { kind: "good", mark: "✓", title: "No change was found", says: "The record is signed with the key that you gave, and agrees with what was signed." };
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
  signature: "Signatures.",
  time: "When each entry was recorded: that is by the recorder’s own clock.",
  withheld: "What the withheld fields say; only that they are there.",
};

const showScope = ({ report, events, head, signaturesChecked }, given) => {
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
  const drawn = document.querySelector("[data-head]")?.textContent, newest = events.at(-1);
  if (drawn === `sha256:${newest?.leaf}`) open.push("That the answers lead to what was determined, and to the written reasons. The reasons say that they were drawn from the record as it is here.");
  else open.push("That the written reasons belong to this record: they were not drawn from it as it is here.");
  open.push("The wording of questions, which comes from the rules, and the labels beside entries.");
  fill("checked", checked.length ? make("ul", {}, checked.map((text) => make("li", {}, text))) : make("p", {}, "Nothing that can be relied on: see what is wrong above."));
  fill("open", make("ul", {}, open.map((text) => make("li", {}, text))), report.warnings.length ? make("ul", {}, report.warnings.map((text) => make("li", {}, `Odd, if not wrong: ${printable(text)}`))) : []);
};

const showKey = ({ keys }) => {
  const key = keys.at(-1);
  fill("fingerprint", key ? [make("p", { class: "fingerprint" }, fingerprint(key).split(" ").flatMap((group) => [make("span", {}, group), " "])), make("p", { class: "small" }, "Key in full: ", make("code", {}, printable(key.text)))] : make("p", {}, "This page carries no key that can be read."));
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
