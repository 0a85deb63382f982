// Each component, as our templates render it and as the NHS design system does.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import cases, { HOSTILE } from "./cases.mjs";
import { theirs } from "./theirs.mjs";

const templates = fileURLToPath(new URL("../../../../templates/web", import.meta.url));
// Parts of components, which are compared with them.
const PARTS = ["described_by", "field_head", "icon"];

function ours(list) {
  const input = list.map((line) => JSON.stringify(line)).join("\n");
  const run = spawnSync(process.env.COMPONENTS, [templates], { input, encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout.trim().split("\n").map((line) => {
    const { html, error } = JSON.parse(line);
    assert.equal(error, undefined);
    return html;
  });
}

// The two engines write the same characters as different entities, and lay out lines differently.
function normal(html) {
  return html
    .replaceAll("&#x2f;", "/")
    .replaceAll("&#39;", "&#x27;")
    .replaceAll("&#34;", "&quot;")
    .replace(/\s+/g, " ")
    .replace(/ ?(<|>) ?/g, "$1");
}

// Where ours differs by intent. Each is undone in one of the two before they are compared.
const differences = {
  // The page itself ends the way here, and is not a link.
  breadcrumbs: (a, b) => [a.replace(/<li class="nhsuk-breadcrumb__list-item psr-here".*?<\/li>/, ""), b],
  // Without its script, which names its button otherwise than what is seen on it.
  file_upload: (a, b) => [a, b.replace(' data-module="nhsuk-file-upload"', "")],
  // The service is named in words, without the NHS logo; signing out carries a token.
  header: (a, b) => [a.replace(/<input type="hidden" name="csrf".*?>/, ""), b.replace(/<a class="nhsuk-header__service-logo".*?<\/a>/, "")],
  // What scrolls is named by its words, as an id made from a caption may be there twice; and can be reached by keyboard without a script.
  table: (a, b) => [
    a.replace(/ aria-label=".*?" tabindex="0"/, ""),
    b.replace(/ aria-labelledby="table-.*?-caption"/, "").replace(/ id="table-.*?-caption"/, ""),
  ],
};

const rendered = ours(cases);

for (const [index, given] of cases.entries()) {
  test(`${given.component} is what the design system makes of ${JSON.stringify(given.arguments).slice(0, 80)}`, () => {
    const undo = differences[given.component] ?? ((a, b) => [a, b]);
    const [our, their] = undo(normal(rendered[index]), normal(theirs(given)));
    assert.equal(our.replaceAll("><", ">\n<"), their.replaceAll("><", ">\n<"));
  });
}

test("every component is compared at least twice", () => {
  const components = readdirSync(`${templates}/components`).map((file) => file.replace(".html.j2", ""));
  for (const component of components.filter((name) => !PARTS.includes(name))) {
    assert.ok(cases.filter((given) => given.component === component).length >= 2, component);
  }
});

test("nothing typed becomes markup, and nothing needs a style or a script inside the page", () => {
  for (const html of rendered) {
    assert.doesNotMatch(html, /<script|<b>|\sstyle=|\son\w+=/);
  }
});

test("a line break at the start of a text is still there in the browser", () => {
  const [html] = ours([{ component: "textarea", arguments: { name: "why", label: "Why?", value: "\nBecause" } }]);
  assert.match(html, /">\n\nBecause<\/textarea>/);
});

test("a page says that there are errors, who is signed in and where one is", () => {
  const page = {
    title: HOSTILE, service: "Provider selection record", trail: [{ text: "Cases", href: "/" }], navigation: [{ text: "Cases", href: "/cases", current: true }], person: "A Person",
    csrf: "token", errors: [{ text: "Say why", href: "#why" }], notice: null, wide: false,
  };
  const body = `{% extends "layout.html.j2" %}{% block content %}<h1>Why?</h1>{% endblock %}`;
  const side = `${body}{% block side %}<h2>Beside</h2>{% endblock %}`;
  const [plain, two, nobody] = ours([
    { component: "page", arguments: { page }, body },
    { component: "page", arguments: { page }, body: side },
    { component: "page", arguments: { page: { ...page, person: null, errors: [], notice: { title: "Done", text: "On record", success: true } } }, body },
  ]);
  assert.match(plain, /<html lang="en-GB">/);
  assert.match(plain, /<title>Error: &lt;script/);
  assert.match(plain, /action="\/sign-out" method="post"/);
  assert.match(plain, /psr-one-column/);
  assert.match(two, /psr-two-columns__side[^]*<h2>Beside<\/h2>/);
  assert.doesNotMatch(nobody, /sign-out|Error:/);
  assert.match(nobody, /nhsuk-notification-banner--success/);
  for (const html of [plain, two, nobody]) assert.equal(html.match(/<h1>/g).length, 1);
});
