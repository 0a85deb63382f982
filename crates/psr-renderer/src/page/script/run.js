// The run: nothing is shown as checked before it was, and what was said before is taken back first.

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
