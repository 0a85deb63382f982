// One entry of the timeline, from the lines and disclosures that were checked.

const text = (fields, path) => { const value = fields.get(path); return typeof value === "string" ? value : null; };
const fieldsOf = (event) => new Map(event.fields.filter((field) => field.state === "shown").map(({ path, value }) => [path, value]));

/** The path of an answer's field: its lot, decision, question, and what it says of it. */
const answerPath = (path) => /^(?:lot\/(\d+)\/)?answer\/([^/]+)\/([^/]+)\/(.+)$/.exec(path);
const determinationPath = (path) => /^(?:lot\/(\d+)\/)?determination\/([^/]+)\/(.+)$/.exec(path);
const commentPath = (path) => /^(?:lot\/(\d+)\/)?comment\/(.+)$/.exec(path);
const question = (id) => own(data.labels.questions, id) ?? words(id);
const lot = (number) => number ? `, lot ${number}` : "";

/** What an entry says, in a sentence; the words of questions and happenings are the rules'. */
const SAYS = {
  "psr.case/1": (fields) => ["Opened the case ", quoted(text(fields, "case/title")), bracketed(text(fields, "case/reference"))],
  "psr.actor/1": (fields) => [typed(text(fields, "actor/name") ?? "Somebody"), " acts from here on as ", typed(text(fields, "actor/handle") ?? "?")],
  "psr.answer/1": (fields) => answered(fields, "Answered: "),
  "psr.withdrawal/1": (fields) => answered(fields, "Took back the answer to: "),
  "psr.event/1": (fields) => {
    const kind = text(fields, "event/type"), on = text(fields, "event/on");
    return ["Put on record: ", typed(kind ? own(data.labels.events, kind) ?? words(kind) : "something that happened"), on ? `, ${day(on)}` : ""];
  },
  "psr.determination/1": (fields) => {
    const path = [...fields.keys()].map(determinationPath).find(Boolean);
    return ["Determined", path ? [": ", typed(own(data.labels.decisions, path[2]) ?? words(path[2])), lot(path[1])] : ""].flat();
  },
  "psr.approval/1": (fields) => ["Approved what stood at ", entryLink(fields.get("approval/basis"))],
  "psr.comment/1": (fields) => commented(fields),
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
/** What a comment is about: `case`, `question:<decision>/<question>`, `conclusion:<decision>/<conclusion>` or `document:<name>`. */
const SUBJECTS = { question: (id) => question(id.split("/").pop()), conclusion: (id) => words(id.split("/").pop()), document: words };
const commented = (fields) => {
  const path = [...fields.keys()].map(commentPath).find(Boolean);
  const about = path && text(fields, `${path[1] ? `lot/${path[1]}/` : ""}comment/about`);
  const [, kind, id] = /^(question|conclusion|document):(.+)$/.exec(about ?? "") ?? [];
  return kind ? [`Commented on the ${kind} `, quoted(SUBJECTS[kind](id)), lot(path[1])] : ["Commented on the case"];
};
const says = (event, fields) => (own(SAYS, event.header.typ) ?? (() => ["Recorded: ", words(event.header.typ.replace(/^psr\./, "").replace(/\/\d+$/, ""))]))(fields);
const entryLink = (position) => Number.isInteger(position) ? make("a", { href: `#timeline-${position}` }, `entry ${position}`) : "an earlier entry";

/** The paths that a sentence has said already, and those that are only marks for programs. */
const SAID = new Set(["case/title", "case/reference", "actor/name", "actor/handle", "event/type", "event/on", "approval/basis", "erasure/entry", "contract/title", "hold/placed", "closed/closed", "case/program", "contract/program", "determination/pack/digest"]);
const NAMES = { value: "Answer", reason: "Reasons", "view-of": "View of", concerns: "Concerns", supersedes: "Replaces", privileged: "Privileged", withdrawn: null, details: "Details", conclusions: "Conclusions", relevant: "Still open", conflicts: "Conflicts", standing: "Standing", "law-date": "Law as on", text: "Text of the law", basis: null, "comment-about": null, "comment-text": "Comment", "comment-reply-to": "In reply to", "comment-privileged": "Privileged" };
const ENTRY_POSITIONS = new Set(["supersedes", "comment-reply-to"]);
const asked = (value) => Array.isArray(value) ? value.map((id) => typeof id === "string" ? question(id) : id) : value;

/** The rest of what an entry says, as names and values. */
const beside = (fields) => {
  const rows = [];
  for (const [path, value] of [...fields].sort(([left], [right]) => order(left) - order(right) || (left < right ? -1 : 1))) {
    const comment = commentPath(path)?.[2];
    const tail = (comment ? `comment-${comment}` : answerPath(path)?.[4] ?? determinationPath(path)?.[3] ?? path.replace(/^lot\/\d+\//, "").split("/").slice(1).join("/")) || path;
    if (SAID.has(path) || /(^|\/)(sha256|digest)$/.test(path) || own(NAMES, tail) === null || Array.isArray(value) && value.length === 0) continue;
    const name = /evidence\/\d+\/name$/.test(path) ? "Evidence" : own(NAMES, tail) ?? printable(words(tail));
    rows.push([name, ENTRY_POSITIONS.has(tail) ? entryLink(value) : shown(tail === "relevant" ? asked(value) : value)]);
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
  const marks = (data.marks[event.position] ?? []).map((mark) => `Came ${mark}`.replace(/^Came (?!after|before)/, "Entered "));
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
