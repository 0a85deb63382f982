// The evidence that the entries name, as far as it is here.

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
