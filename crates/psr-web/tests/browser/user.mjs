// Somebody at a browser: goes to pages, answers questions, and has every page looked at for what would shut others out.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
import { parse } from "yaml";
import { fixture } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

let chromiumStarted;
export const browser = () => (chromiumStarted ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS }));
export const closeBrowser = async () => (await chromiumStarted)?.close();

/** Kinds of page that were looked at already, over all tests. */
const looked = new Set();
export const kindsLookedAt = () => [...looked].sort();

const kindOf = (url) => new URL(url).pathname
  .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
  .replace(/\/questions\/[^/]+\/[^/]+/, "/questions/DECISION/QUESTION")
  .replace(/\/entries\/\d+/, "/entries/N")
  .replace(/\/(documents|rules\/\w+|contracts|reports)\/[^/]+/, "/$1/NAME");

export class User {
  /** Opens a browser of somebody's own and signs in. */
  static async signIn(site, settings = {}) {
    const user = new User();
    user.site = site;
    user.context = await (await browser()).newContext({ bypassCSP: false, ...settings });
    user.scripts = settings.javaScriptEnabled !== false;
    user.page = await user.context.newPage();
    user.complaints = [];
    user.page.on("console", (message) => message.type() === "error" && !/status of 4\d\d/.test(message.text()) && user.complaints.push(message.text()));
    user.page.on("pageerror", (error) => user.complaints.push(error.message));
    user.page.on("request", (request) => new URL(request.url()).origin === site.origin || request.url().startsWith("data:") || user.complaints.push(`asked elsewhere: ${request.url()}`));
    await user.page.goto(site.signIn);
    return user;
  }

  /** Goes to a page of the site. */
  async goto(path) {
    const response = await this.page.goto(new URL(path, this.site.origin).href);
    await this.look();
    return response;
  }

  /** Presses a button or follows a link by its name, and waits for the page it leads to. */
  async press(name, { role = "button", exact = true } = {}) {
    const found = this.page.getByRole(role, { name, exact }).first();
    await Promise.all([this.page.waitForNavigation({ waitUntil: "load" }), found.click()]);
    await this.look();
  }

  heading() {
    return this.page.locator("h1").innerText();
  }

  text() {
    return this.page.locator("main").innerText();
  }

  /** Looks at the page, once for each kind and for each kind with errors: rules of accessibility, headings, width. */
  async look() {
    const errors = await this.page.locator(".nhsuk-error-summary").count();
    const kind = `${kindOf(this.page.url())}${errors ? " with errors" : ""}`;
    if (!this.scripts || looked.has(kind)) return;
    looked.add(kind);
    assert.equal(await this.page.locator("h1").count(), 1, `one heading of the first rank: ${kind}`);
    // Page and its policy stay as they are: the rules are run in a world of their own.
    const session = await this.context.newCDPSession(this.page);
    const { frameTree } = await session.send("Page.getFrameTree");
    const { executionContextId } = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
    const run = (expression) => session.send("Runtime.evaluate", { expression, contextId: executionContextId, awaitPromise: true, returnByValue: true });
    await run(`${AXE}; 0`);
    const { result } = await run("axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html)])))");
    await session.detach();
    assert.deepEqual(JSON.parse(result.value), [], `accessible: ${kind}`);
    const size = this.page.viewportSize();
    await this.page.setViewportSize({ width: 320, height: 800 });
    // The navigation makes room for itself a moment after the page became narrow.
    await this.page.waitForFunction(() => document.documentElement.scrollWidth <= 320, null, { timeout: 3000 }).catch(() => {});
    const width = await this.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `fits on a narrow screen: ${kind} is ${width} wide`);
    await this.page.setViewportSize(size);
  }

  /** Opens a case and returns its address. */
  async openCase({ title, reference, commenced }) {
    await this.goto("/cases/new");
    await this.page.getByLabel("Title").fill(title);
    await this.page.getByLabel("Your reference").fill(reference);
    const [year, month, day] = commenced.split("-");
    await this.date("commenced", day, month, year);
    await this.press("Open the case");
    return new URL(this.page.url()).pathname;
  }

  async date(name, day, month, year) {
    for (const [part, text] of Object.entries({ day, month, year })) await this.page.fill(`#${name}-${part}`, text);
  }

  /** Answers the questions of a case as they come, from a file of answers; what is not there is not known yet; `most` ends it early. Returns what was answered. */
  async answerAll(address, answers, { most = 400, whole = true } = {}) {
    const given = [];
    await this.goto(`${address}/next`);
    for (let asked = 0; asked < most; asked += 1) {
      const at = new URL(this.page.url()).pathname.match(/\/questions\/([^/]+)\/([^/]+)$/);
      if (!at) return given;
      const [, decision, question] = at;
      const answer = answers.get(`${decision}/${question}`) ?? answers.get(question);
      if (answer) {
        await this.fill(answer);
        await this.press("Save and continue");
        assert.equal(await this.page.locator(".nhsuk-error-summary").count(), 0, `${decision}/${question}: ${await this.text()}`);
        given.push(`${decision}/${question}`);
      } else {
        await this.press("Not known yet");
      }
    }
    assert.ok(!whole, `the interview does not end: ${this.page.url()}`);
    return given;
  }

  /** Fills the form of the question that is shown. */
  async fill({ value, reason, "view-of": viewOf, evidence = [], folder }) {
    const page = this.page;
    if (evidence.length) await page.setInputFiles("#evidence", evidence.map((name) => fixture(folder, name)));
    if (Array.isArray(value)) await this.list(value);
    else if (await page.locator("select#answer").count()) await page.selectOption("#answer", value);
    else if (await page.locator("input[type=radio][name=answer]").count()) await page.check(`input[name=answer][value="${value}"]`);
    else if (await page.locator("#answer-day").count()) {
      const [year, month, day] = value.split("-");
      await this.date("answer", day, month, year);
    } else await page.fill("#answer", value);
    if (reason) await page.fill("#reason", reason);
    if (viewOf && (await page.locator("#view-of").count())) await page.fill("#view-of", viewOf);
  }

  /** Answers questions of a case one by one, each on its own page, found through the answers. */
  async answerEach(address, answers) {
    for (const [name, answer] of answers) {
      await this.goto(`${address}/answers`);
      const link = this.page.locator(`main a[href*="/questions/"][href$="/${name.split("/").at(-1)}"]`).first();
      await this.goto(await link.getAttribute("href"));
      await this.fill(answer);
      await this.press("Save and continue");
      assert.equal(await this.page.locator(".nhsuk-error-summary").count(), 0, `${name}: ${await this.text()}`);
    }
  }

  /** Puts on record that something happened. */
  async happened(address, { event, on, details = {} }) {
    await this.goto(`${address}/events/new?event=${event}`);
    const [year, month, day] = on.split("-");
    await this.date("on", day, month, year);
    if (await this.page.locator("#details").count()) await this.page.fill("#details", Object.entries(details).map((pair) => pair.join(": ")).join("\n"));
    else for (const [field, text] of Object.entries(details)) await this.item(`item-${field}`, text);
    await this.press("Put on record");
    assert.equal(await this.page.locator(".nhsuk-error-summary").count(), 0, `${event}: ${await this.text()}`);
  }

  /** Approves a case as it stands. */
  async approve(address, { role }) {
    await this.goto(`${address}/approval/approve`);
    await this.page.fill("#role", role);
    await this.press("Approve");
  }

  /** Makes a document, and returns the file that is downloaded. */
  async make(address, document, format) {
    await this.goto(`${address}/documents/${document}`);
    await this.page.check(`input[name=format][value=${format}]`);
    const [download] = await Promise.all([this.page.waitForEvent("download"), this.page.getByRole("button", { name: /^Make/ }).click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }

  /** Puts a list together: a short one item by item, a long one by pasting rows from a spreadsheet. */
  async list(items) {
    if (items.length > 3) return this.paste(items);
    for (const item of items) {
      for (const [field, text] of Object.entries(item)) await this.item(`item-${field}`, text);
      await this.press("Add to the list");
    }
  }

  async item(name, text) {
    const page = this.page;
    if (await page.locator(`select#${name}`).count()) await page.selectOption(`#${name}`, text);
    else if (await page.locator(`input[type=radio][name=${name}]`).count()) await page.check(`input[name=${name}][value="${text}"]`);
    else if (await page.locator(`#${name}-day`).count()) {
      const [year, month, day] = text.split("-");
      await this.date(name, day, month, year);
    } else await page.fill(`#${name}`, text);
  }

  async paste(items) {
    const names = [...new Set(items.flatMap(Object.keys))];
    const cell = (text) => `"${(text ?? "").replaceAll('"', '""')}"`;
    const rows = [names.join(), ...items.map((item) => names.map((name) => cell(item[name])).join())];
    await this.page.getByText("Paste many from a spreadsheet").click();
    await this.page.fill("#pasted", rows.join("\n"));
    await this.press("Add these rows");
  }
}

/** Reads a table as a spreadsheet saves it, as items. */
export const rowsOf = (path) => {
  const cells = [...readFileSync(fixture(path), "utf8").matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\r?\n|$)/g)];
  const rows = [[]];
  for (const [, cell, end] of cells) {
    rows.at(-1).push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ",") rows.push([]);
  }
  const [names, ...items] = rows.filter((row) => row.length > 1);
  return items.map((row) => Object.fromEntries(names.map((name, place) => [name, row[place]]).filter(([, text]) => text)));
};

/** Reads a worked case: how it is opened, and its steps. */
export const workedCase = (name) => parse(readFileSync(fixture("cases", name, "case.yaml"), "utf8"), { schema: "failsafe" });

/** Reads a file of answers, every value as it is written; a later answer to a question takes the place of an earlier one. */
export const answersOf = (...paths) => {
  const read = (path) => parse(readFileSync(fixture(path), "utf8"), { schema: "failsafe" }).answers ?? [];
  const whole = (path) => (entry) => ({ ...entry, folder: dirname(path), value: entry.value ?? (entry.items && rowsOf(join(dirname(path), entry.items))) });
  const named = (entry) => [entry.decision ? `${entry.decision}/${entry.question}` : entry.question, entry];
  return new Map(paths.flatMap((path) => read(path).map(whole(path))).filter((entry) => entry.value !== undefined && !entry.lot).map(named));
};
