// Starts the parts of the NHS design system that use a script, and takes care of what has been typed and not been sent.
// Every page works without it.

import { initAll } from "./nhsuk.js";

const PREFIX = "psr-draft:";
const DAYS_KEPT = 7;
const LONG = 100; // characters that one would not like to type again

const now = () => Date.now();

// The browser may refuse to store anything, or have no room left.
const drafts = {
  keys: () => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length))) ?? [],
  get: (key) => attempt(() => JSON.parse(localStorage.getItem(PREFIX + key))),
  set: (key, draft) => attempt(() => (localStorage.setItem(PREFIX + key, JSON.stringify(draft)), true)) ?? false,
  remove: (key) => attempt(() => localStorage.removeItem(PREFIX + key)),
};

function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}

// A form that was taken is answered by sending the browser on to another page. So is one that came when its sender was no longer signed in, but
// nobody is signed in there. Anything else leaves the draft where it is.
function wasTaken() {
  const [visit] = performance.getEntriesByType("navigation");
  const sentOn = visit !== undefined && visit.redirectCount > 0 && (visit.responseStatus ?? 200) < 400;
  return sentOn && document.querySelector(".nhsuk-header__account") !== null;
}

function tidy() {
  for (const key of drafts.keys()) {
    const draft = drafts.get(key);
    const old = !draft || now() - draft.at > DAYS_KEPT * 24 * 60 * 60 * 1000;
    if (old || (draft.sent && wasTaken())) drafts.remove(key);
    else if (draft.sent) drafts.set(key, { ...draft, sent: false });
  }
}

function restore(textarea) {
  const key = textarea.dataset.draft;
  const draft = drafts.get(key);
  if (!draft || draft.text === textarea.value) return;
  const asServed = textarea.value;
  textarea.value = draft.text;

  const note = document.createElement("div");
  note.className = "psr-draft";
  note.id = `${textarea.id}-draft`;
  const words = document.createElement("p");
  words.textContent = "You typed this earlier in this browser and have not sent it. It is kept here only, and not on record.";
  const back = document.createElement("button");
  back.type = "button";
  back.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small";
  back.textContent = asServed ? "Go back to the text on record" : "Clear it";
  back.addEventListener("click", () => {
    textarea.value = asServed;
    drafts.remove(key);
    note.remove();
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    drafts.remove(key);
    textarea.focus();
  });
  note.append(words, back);
  textarea.before(note);
  textarea.setAttribute("aria-describedby", `${textarea.getAttribute("aria-describedby") ?? ""} ${note.id}`.trim());
}

function keep(textarea) {
  const key = textarea.dataset.draft;
  textarea.addEventListener("input", () => {
    if (textarea.value === textarea.defaultValue) drafts.remove(key);
    else if (!drafts.set(key, { text: textarea.value, at: now() })) delete textarea.dataset.draft;
  });
}

// Whether leaving would lose something long.
function wouldBeLost(textarea) {
  const changed = textarea.value !== textarea.defaultValue && textarea.value.length > LONG;
  return changed && drafts.get(textarea.dataset.draft ?? "")?.text !== textarea.value;
}

function whenSent(event) {
  const form = event.target;
  // A browser that is shared keeps nothing of the person who leaves.
  if (form.getAttribute("action") === "/sign-out") drafts.keys().forEach(drafts.remove);
  for (const textarea of form.querySelectorAll("textarea[data-draft]")) {
    const draft = drafts.get(textarea.dataset.draft);
    if (draft) drafts.set(textarea.dataset.draft, { ...draft, sent: true });
  }
  sending = true;
}

let sending = false;
tidy();
for (const textarea of document.querySelectorAll("textarea[data-draft]")) {
  restore(textarea);
  keep(textarea);
}
document.addEventListener("submit", whenSent);
window.addEventListener("pageshow", () => (sending = false));
window.addEventListener("beforeunload", (event) => {
  if (!sending && [...document.querySelectorAll("textarea")].some(wouldBeLost)) event.preventDefault();
});

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();

// Whether a radio button is expanded is not for it to say (ARIA in HTML, `radio`); the design system sets it at each choice.
function unsay() {
  for (const radio of document.querySelectorAll("input[type=radio][aria-expanded]")) radio.removeAttribute("aria-expanded");
}
unsay();
document.addEventListener("click", unsay);
window.addEventListener("pageshow", unsay);

// What is under way is looked at again every few seconds, until it is over; without this, a link does the same.
const LOOK_AGAIN = 4000; // milliseconds
async function lookAgain() {
  const answer = await fetch(location.href, { redirect: "error" }).catch(() => undefined);
  if (!answer?.ok) return void setTimeout(lookAgain, LOOK_AGAIN * 5);
  const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-look-again]");
  if (!now) return location.reload();
  document.querySelector("[data-look-again]").replaceChildren(...now.childNodes);
  setTimeout(lookAgain, LOOK_AGAIN);
}
if (document.querySelector("[data-look-again]")) setTimeout(lookAgain, LOOK_AGAIN);

// The first page carries the style sheet within it; the next ones link to it, and find it in the browser already.
if (document.querySelector("style[data-first-paint]")) fetch("/assets/psr.css").catch(() => undefined);
