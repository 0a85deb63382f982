// The page in a real Chromium, opened from the disk with no network.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { STORY, canonical, keyOf, recordBundle } from "./bundle.mjs";
import { HOSTILE, dataOf, makePage, withData, withFile } from "./psr.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

let made, browser;
before(async () => {
  assert.ok(existsSync(CHROMIUM), `there is a Chromium at ${CHROMIUM}`);
  made = makePage();
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
});
after(async () => {
  await browser?.close();
  made?.discard();
});

/** Opens a page from the disk, offline, and hands it to the test with what it asked of the network and what it complained of. */
const open = async (html, look, { ready = true, setUp, ...settings } = {}) => {
  const path = join(made.folder, "opened.html");
  writeFileSync(path, html);
  const context = await browser.newContext({ offline: true, ...settings });
  const asked = [], complaints = [];
  context.on("request", (request) => asked.push(request.url()));
  const page = await context.newPage();
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await setUp?.(page);
  await page.goto(`file://${path}`);
  if (ready) await page.waitForSelector(".panel.good, .panel.neutral, .panel.open, .panel.bad");
  try {
    return await look(page, { asked: asked.filter((url) => url !== `file://${path}`), complaints, path });
  } finally {
    await context.close();
  }
};

const status = (page) => page.locator("#status").innerText();
const ticked = (page) => page.locator(".panel.good").count();
const faulty = async (page) => (await page.locator("#entries .faulty").evaluateAll((items) => items.map((item) => item.id))).sort();
const give = async (page, text) => {
  await page.evaluate(() => { document.getElementById("known-error").hidden = true; });
  await page.fill("#known", text);
  await page.click("#compare button");
  await page.waitForFunction(() => document.activeElement?.id === "verdict" || !document.getElementById("known-error").hidden);
};

test("a sound page says that no change was found, claims no more, and asks nothing of the network", async () => {
  await open(made.html, async (page, { asked, complaints }) => {
    assert.match(await status(page), /No change was found, by the key in this page/);
    assert.equal(await ticked(page), 0);
    assert.match(await page.locator("#open").innerText(), /Compare its fingerprint/);
    assert.deepEqual(await faulty(page), []);
    const { files } = dataOf(made.html);
    assert.equal(await page.locator("#entries > li").count(), files["events.jsonl"].text.split("\n").length - 1);
    assert.deepEqual(asked, []);
    assert.deepEqual(complaints, []);
  });
});

test("with the key, its fingerprint or a checkpoint from elsewhere it says so; with another key it is a fault", async () => {
  const { files } = dataOf(made.html), key = files.key.text, head = files["head.tlog-proof"].text.split("\n\n").slice(1).join("\n\n");
  await open(made.html, async (page) => {
    await give(page, key);
    assert.equal(await ticked(page), 1);
    assert.match(await page.locator("#checked").innerText(), /The signing key is the one that you gave/);
    await give(page, head);
    assert.match(await page.locator("#checked").innerText(), /continues the checkpoint that you gave/);
  });
  await open(made.html, async (page) => {
    await give(page, await page.locator(".fingerprint").innerText());
    assert.equal(await ticked(page), 1);
    await give(page, "nonsense");
    assert.match(await page.locator("#known-error").innerText(), /paste a key/);
    await give(page, "0123 4567 89ab cdef 0123 4567 89ab cdef");
    assert.match(await page.locator("#known-error").innerText(), /no key in this page has that fingerprint/);
    await give(page, keyOf(7, "example.org/toys").text);
    assert.equal(await page.locator(".panel.bad").count(), 1);
    assert.match(await page.locator("#faults").innerText(), /none of the register's/);
  });
});

const line = (number, from, to) => (text) => text.split("\n").map((line, at) => (at === number ? line.replace(from, to) : line)).join("\n");
const flipped = (text, at) => text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);

/** Each: what is done to the page, the entries that are then marked, and the kind that is named. */
const SPOILED = {
  "another author in a line": [() => withFile(made.html, "events.jsonl", line(3, '"act":"a1"', '"act":"a2"')), ["timeline-4"], "chain"],
  "another author in the newest line": [() => withFile(made.html, "events.jsonl", (text) => { const lines = text.split("\n"); lines[lines.length - 2] = lines.at(-2).replace('"act":"a1"', '"act":"a2"'); return lines.join("\n"); }), null, "tree"],
  "a line that is no event": [() => withFile(made.html, "events.jsonl", line(2, '"v":1', '"v":2')), ["timeline-2", "timeline-3"], "line"],
  "a disclosure that says something else": [() => withFile(made.html, "disclosures.txt", (text) => flipped(text, 30)), ["timeline-0"], "missing"],
  "a checkpoint of another root": [() => withFile(made.html, "head.tlog-proof", (text) => { const lines = text.split("\n"), at = lines.indexOf("") + 3; lines[at] = flipped(lines[at], 3); return lines.join("\n"); }), null, "checkpoint"],
  "another key": [() => withFile(made.html, "key", () => `${keyOf(7, "example.org/toys").text}\n`), [], "checkpoint"],
  "another evidence file": [() => withFile(made.html, Object.keys(dataOf(made.html).files).find((name) => name.startsWith("evidence/")), () => "Minutes of another day\n"), null, "evidence"],
  "an event cut off": [() => withFile(made.html, "events.jsonl", (text) => text.split("\n").slice(0, -2).join("\n") + "\n"), null, "orphan"],
};

for (const [name, [spoil, entries, kind]] of Object.entries(SPOILED)) {
  test(`${name} is shown as a fault, and nothing is ticked`, async () => {
    await open(spoil(), async (page) => {
      assert.equal(await page.locator(".panel.bad").count(), 1);
      assert.match(await status(page), /Something is wrong/);
      assert.match(await page.locator("#faults").innerText(), new RegExp(`\\(${kind}\\)`));
      if (entries) assert.deepEqual(await faulty(page), entries);
      assert.equal(await ticked(page), 0);
      await give(page, dataOf(made.html).files.key.text);
      assert.equal(await page.locator(".panel.bad").count(), 1, "the right key makes it no better");
    });
  });
}

test("evidence that was swapped is marked at the entry that names it and in the list", async () => {
  await open(SPOILED["another evidence file"][0](), async (page) => {
    const marked = page.locator("#entries .faulty");
    assert.equal(await marked.count(), 1);
    assert.match(await marked.innerText(), /minutes\.txt/);
    assert.match(await page.locator("#evidence-list .faulty").innerText(), /Not what was recorded/);
  });
});

test("evidence can be downloaded as it was recorded", async () => {
  await open(made.html, async (page) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#evidence-list a[download]")]);
    assert.equal(readFileSync(await download.path(), "utf8"), "Minutes of 1 March 2024\n");
  }, { acceptDownloads: true });
});

test("evidence that was left out is said not to be checked", async () => {
  const data = dataOf(made.html), name = Object.keys(data.files).find((name) => name.startsWith("evidence/"));
  delete data.files[name];
  data.left_out.push({ kind: "evidence", digest: name.split("/")[1], bytes: 30000000 });
  await open(withData(made.html, data), async (page) => {
    assert.equal(await page.locator(".panel.neutral").count(), 1);
    assert.match(await page.locator("#evidence-list").innerText(), /Left out of this page for its size \(30\.0 MB\), and not checked/);
    assert.match(await page.locator("#open").innerText(), /left out of this page/);
  });
});

test("what somebody typed stands as text, and runs nothing", async () => {
  await open(made.html, async (page, { asked, complaints }) => {
    assert.ok((await page.locator("#entries").textContent()).includes(HOSTILE), "every character of it is there");
    assert.notEqual(await page.title(), "taken");
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.locator("script").count(), 3);
    assert.deepEqual([...asked, ...complaints], []);
  });
});

test("a mark that turns the direction of writing is shown by its number", async () => {
  const story = [["psr.case/1", { "case/title": "A \u202Etitle", "case/reference": "R" }]];
  await open(pageOf(story), async (page) => assert.match(await page.locator("#entries").innerText(), /A \[U\+202E\]title/));
});

test("names that mean something to the language, and values of no known form, are shown as they are", async () => {
  const path = (tail) => `answer/decision/constructor/${tail}`;
  const odd = { [path("value")]: { money: "1e9\u202E" }, [path("__proto__")]: "a", [path("concerns")]: "2026-13-01", [path("hasOwnProperty")]: [] };
  const story = [STORY[0], ["psr.answer/1", odd], ["psr.event/1", { "event/type": "__proto__", "event/on": "tomorrow" }], ["psr.odd/1", { a: null, "b/constructor": 1 }]];
  await open(pageOf(story), async (page, { complaints }) => {
    assert.equal(await page.locator(".panel.neutral").count(), 1);
    const entries = await page.locator("#entries").innerText();
    for (const words of ["Answered: Constructor", "1e9[U+202E]", "2026-13-01", "tomorrow", "Recorded: Odd"]) assert.ok(entries.includes(words), words);
    assert.deepEqual(complaints, []);
  });
});

test("where signatures cannot be checked it says so, and ticks nothing", async () => {
  const setUp = (page) => page.addInitScript(() => { crypto.subtle.importKey = async () => { throw new Error("not supported"); }; });
  await open(made.html, async (page) => {
    assert.match(await status(page), /Signatures cannot be checked here/);
    await give(page, dataOf(made.html).files.key.text);
    assert.equal(await page.locator(".panel.open").count(), 1);
    assert.equal(await ticked(page), 0);
  }, { setUp });
});

test("without JavaScript it says that nothing was checked, and the reasons can be read", async () => {
  await open(made.html, async (page) => {
    assert.match(await status(page), /Nothing on this page has been checked/);
    assert.equal(await ticked(page), 0);
    assert.match(await page.locator(".reasons").innerText(), /Counted\./);
    assert.equal(await page.locator("#compare").isVisible(), false);
  }, { javaScriptEnabled: false, ready: false });
});

test("data that cannot be read leaves everything unchecked", async () => {
  const { files, ...data } = dataOf(made.html);
  await open(withData(made.html, { ...data, files: { ...files, key: { base64: "?" } } }), async (page) => {
    assert.match(await status(page), /The check could not be made/);
    assert.equal(await ticked(page), 0);
  });
  await open(made.html.replace('id="data">{', 'id="data">['), async (page) => {
    assert.match(await status(page), /Nothing on this page has been checked/);
  }, { ready: false });
});

test("a script that is not the page's own does not run", async () => {
  const html = made.html.replace("</body>", "<script>document.title = 'taken'</script></body>");
  await open(html, async (page) => assert.notEqual(await page.title(), "taken"));
});

test("it can be used by keyboard alone", async () => {
  await open(made.html, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Skip to the content");
    for (let presses = 0; presses < 60 && (await focused()) !== "known"; presses++) await page.keyboard.press("Tab");
    assert.equal(await focused(), "known");
    await page.keyboard.insertText(dataOf(made.html).files.key.text.trim());
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".panel.good");
    await page.waitForFunction(() => document.activeElement.id === "verdict");
    await page.locator("#entries summary").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector("#entries details[open] dl");
    assert.match(await page.locator("#entries details[open]").innerText(), /Hash of the line/);
  });
});

test("the status is announced", async () => {
  await open(made.html, async (page) => {
    assert.equal(await page.locator("#status").getAttribute("role"), "status");
    assert.equal(await page.locator("#status").getAttribute("aria-live"), "polite");
  });
});

for (const width of [320, 768, 1280]) {
  test(`at ${width} pixels nothing is cut off, and axe finds nothing wrong, sound or not`, async () => {
    for (const html of [made.html, SPOILED["a line that is no event"][0]()]) {
      await open(html, async (page) => {
        await page.evaluate(() => document.querySelector("#entries details").setAttribute("open", ""));
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`), []);
      }, { viewport: { width, height: 900 } });
    }
  });
}

/** The page over the files of a bundle that the tests made. */
const pageOf = (story, change = (files) => files) => {
  const wanted = /^(bundle\.json|events\.jsonl|disclosures\.txt|withheld\.json|head\.tlog-proof|key|gates\/.*)$/;
  const files = Object.entries(change(recordBundle({ story }).files)).filter(([name]) => wanted.test(name));
  const texts = Object.fromEntries(files.map(([name, bytes]) => [name, { text: Buffer.from(bytes).toString() }]));
  const leftOut = [...JSON.stringify(story).matchAll(/sha256:([0-9a-f]{64})/g)].map(([, digest]) => ({ kind: "evidence", digest, bytes: 1 }));
  return withData(made.html, { ...dataOf(made.html), files: texts, left_out: leftOut });
};

test("a withheld field is shown as withheld, with the ground that is claimed, and is no fault", async () => {
  const withhold = (files) => {
    const bodies = files["disclosures.txt"].toString().split("\n").filter(Boolean);
    const reason = bodies.find((body) => Buffer.from(body, "base64url").includes("The contract began in 2021."));
    const digest = createHash("sha256").update(reason).digest("base64url");
    const claim = [{ bar: "commercial interests", digest, ground: "reg 12(5)(b)", label: "Reasons for <b>this</b> answer", note: "" }];
    const shown = bodies.filter((body) => body !== reason).map((body) => `${body}\n`).join("");
    return { ...files, "disclosures.txt": Buffer.from(shown), "withheld.json": Buffer.from(canonical(claim)) };
  };
  await open(pageOf(STORY, withhold), async (page) => {
    assert.equal(await page.locator(".panel.neutral").count(), 1);
    const entry = await page.locator("#timeline-2").innerText();
    for (const words of ["Withheld", "Reasons for <b>this</b> answer", "commercial interests", "reg 12(5)(b)"]) assert.ok(entry.includes(words), words);
    assert.match(await page.locator("#checked").innerText(), /1 withheld/);
    assert.match(await page.locator("#open").innerText(), /What the withheld fields say/);
  });
});

test("a long record is shown a part at a time, and a link leads to an entry that was not shown yet", async () => {
  const story = [...STORY.slice(0, 5), ...Array.from({ length: 700 }, (_, at) => ["psr.note/1", { "note/text": `Note ${at}` }])];
  await open(pageOf(story), async (page) => {
    assert.equal(await page.locator(".panel.neutral").count(), 1);
    assert.equal(await page.locator("#entries > li").count(), 250);
    await page.click("#more-part");
    await page.waitForFunction(() => document.querySelectorAll("#entries > li").length === 500);
    await page.evaluate(() => { location.hash = "#timeline-600"; });
    await page.waitForFunction(() => document.activeElement?.id === "timeline-600");
    assert.match(await page.locator("#timeline-600").innerText(), /Note 595/);
    await page.click("#more-all");
    await page.waitForFunction((count) => document.querySelectorAll("#entries > li").length === count, story.length);
    assert.equal(await page.locator("#more").isVisible(), false);
  });
});
