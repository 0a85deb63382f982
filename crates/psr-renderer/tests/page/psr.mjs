// A register made by the program itself, with one case in it, and the page of that case.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
/** The program: the one that was named, or the one that cargo built last for development. */
const PSR = process.env.PSR ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug", "psr");
const TOY = join(root, "fixtures", "packs", "toy");

/** What somebody might type to harm a reader: it ends scripts, loads, runs, turns the direction of writing, and is not all letters. */
export const HOSTILE = `</script><script>document.title='taken'</script><img src=x onerror="document.title='taken'">\u{1F600} שלום {{data}} & "q"`;

/** Makes a case and its page in a folder of its own; `discard()` removes it. */
export const makePage = () => {
  const folder = mkdtempSync(join(tmpdir(), "psr-page-"));
  const at = (name) => join(folder, name);
  const env = { PATH: process.env.PATH, HOME: folder, XDG_CONFIG_HOME: at("config"), PSR_ACTOR: "Jo Bloggs", PSR_REGISTER: at("register"), NO_COLOR: "1" };
  const psr = (...words) => execFileSync(PSR, words, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  psr("init", at("register"), "--name", "example.org/toys");
  psr("case", "open", "--title", "A train for Ada", "--reference", "TOY-1", "--commenced", "2024-03-01", "--rules", TOY);
  writeFileSync(at("minutes.txt"), "Minutes of 1 March 2024\n");
  psr("answer", "TOY-1", "toy-kind", "train", "--reason", HOSTILE);
  psr("answer", "TOY-1", "damaged", "no", "--reason", "Looked at it.", "--view-of", "The librarian", "--evidence", at("minutes.txt"));
  psr("answer", "TOY-1", "toy-value", "40", "--reason", "A guess.");
  psr("answer", "TOY-1", "toy-value", "45", "--reason", "Counted.");
  psr("approve", "TOY-1", "--as", "Head librarian");
  psr("comment", "TOY-1", "--about", "question:damaged", "--text", HOSTILE, "--not-privileged");
  psr("export", "TOY-1", "-o", at("page.html"));
  return { folder, path: at("page.html"), html: readFileSync(at("page.html"), "utf8"), discard: () => rmSync(folder, { recursive: true }) };
};

const DATA = /(<script type="application\/json" id="data">)(.*?)(<\/script>)/s;

/** What the page carries for its script. */
export const dataOf = (html) => JSON.parse(DATA.exec(html)[2]);

/** The page with something else for its script. */
export const withData = (html, data) => html.replace(DATA, (_, start, __, end) => start + JSON.stringify(data).replaceAll("<", "\\u003c") + end);

/** The page with one of its text files changed. */
export const withFile = (html, name, change) => {
  const data = dataOf(html), before = data.files[name].text, after = change(before);
  if (before === after) throw new Error(`nothing in ${name} was changed`);
  data.files[name] = { text: after };
  return withData(html, data);
};
