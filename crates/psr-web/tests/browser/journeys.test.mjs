// Whole procurements in a browser: a direct award from its first question to its award notice, and a competition that three people score.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Site } from "./site.mjs";
import { User, answersOf, closeBrowser, kindsLookedAt, rowsOf, workedCase } from "./user.mjs";

const WHEELCHAIRS = "orthotics-and-wheelchairs-mixed";
const STORY = "stories/competitive-process";

let site;
before(async () => { site = await Site.open({ actor: "Marta Lindqvist" }); });
after(async () => { await closeBrowser(); await site?.close(); });

test("a direct award goes from its first question through a challenge to its award notice", async () => {
  const user = await User.signIn(site);
  const worked = workedCase(WHEELCHAIRS);
  const address = await user.openCase(worked);
  let first = true;
  for (const step of worked.steps) {
    if (step.answers) {
      const answers = answersOf(`cases/${WHEELCHAIRS}/${step.answers}`);
      if (first) await user.answerAll(address, answers);
      else await user.answerEach(address, answers);
      first = false;
    }
    if (step.event) await user.happened(address, step.event);
    if (step.approve) await user.approve(address, step.approve);
  }
  for (const page of ["", "/answers", "/conclusions", "/readiness", "/approval", "/timeline", "/documents", "/audit"]) await user.goto(`${address}${page}`);
  await user.goto(`${address}/conclusions`);
  assert.match(await user.text(), /Followed: .*Direct Award Process C/);
  const notice = await user.make(address, "direct-award-c-notice", "docx");
  assert.match(notice.name, /\.docx$/);
  assert.equal(notice.bytes.subarray(0, 2).toString(), "PK");
  const reasons = await user.make(address, "reasons", "html");
  assert.match(reasons.bytes.toString(), /Orthotics and wheelchairs/);
  assert.match(site.psr("log", worked.reference), /direct-award-c-notice/);
  assert.match(site.psr("verify", worked.reference), /sound|no fault/i);
  assert.deepEqual(user.complaints, []);
});

test("three evaluators, each at a site of their own, score a competition, and none of it is lost", async () => {
  const scores = rowsOf(`${STORY}/individual-scores.csv`);
  const evaluators = [...new Set(scores.map((score) => score.evaluator))].slice(0, 3);
  const faces = await Promise.all(evaluators.map((name) => site.face(name)));
  try {
    const users = await Promise.all(faces.map((face) => User.signIn(face)));
    const address = await users[0].openCase({ title: "Community musculoskeletal service", reference: "MSK-1", commenced: "2026-03-26" });
    await users[0].answerAll(address, answersOf(`${STORY}/choice.yaml`, `${STORY}/criteria.yaml`));
    await users[0].goto(`${address}/answers`);
    const path = await users[0].page.locator('main a[href$="/individual-scores"]').first().getAttribute("href");
    // All three begin from the empty list, so that each after the first is told of what came before.
    for (const user of users) await user.goto(path);
    for (const [place, user] of users.entries()) {
      await user.paste(scores.filter((score) => score.evaluator === evaluators[place]).slice(0, 30));
      await user.page.fill("#reason", `The score book of ${evaluators[place]}.`);
    }
    await users[0].press("Save and continue");
    for (const user of users.slice(1)) {
      await user.press("Save and continue");
      assert.match(await user.heading(), /Somebody else answered/);
      await user.press("Put both together");
      await user.page.fill("#reason", "Both score books together.");
      await user.press("Save and continue");
    }
    await users[0].goto(path);
    assert.match(await users[0].text(), /90 items on record/);
    const log = site.psr("log", "MSK-1");
    assert.match(log, new RegExp(evaluators[0]));
    assert.match(site.psr("verify", "MSK-1"), /sound|no fault/i);
  } finally {
    await Promise.all(faces.map((face) => face.close()));
  }
});

test("advice is written beside a question, kept in the browser until it is sent, and shown once it is said that a look is written down", async () => {
  const user = await User.signIn(site);
  const address = await user.openCase({ title: "Advice", reference: "ADV-1", commenced: "2026-03-12" });
  const question = `${address}/questions/scope/health-care-for-individuals`;
  await user.goto(question);
  await user.press(/^Comment on this/, { role: "link", exact: false });
  const form = user.page.url();
  await user.page.fill("#text", "Counsel doubts whether training counts as health care.");
  await user.goto(question);
  await user.goto(form);
  assert.equal(await user.page.inputValue("#text"), "Counsel doubts whether training counts as health care.");
  assert.ok(await user.page.isChecked("input[name=privileged][value=yes]"));
  await user.page.fill("#text", "");
  await user.press("Put on record");
  assert.match(await user.page.title(), /^Error: /);
  await user.page.fill("#text", "Counsel doubts it.");
  await user.press("Put on record");
  assert.match(await user.text(), /Your comment is recorded/);
  assert.doesNotMatch(await user.text(), /Counsel doubts/);
  await user.press("Show the privileged comments and record that I looked");
  assert.match(await user.text(), /Counsel doubts it\./);
  await user.press(/^Reply/, { role: "link", exact: false });
  await user.page.fill("#text", "Mended in the reasons.");
  await user.press("Put on record");
  await user.goto(question);
  await user.press(/^See the privileged comment/, { role: "link", exact: false });
  await user.press(/^Show the comment/, { exact: false });
  assert.match(await user.text(), /Counsel doubts it\./);
  for (const page of ["/conclusions", "/documents/reasons", "/comments"]) await user.goto(`${address}${page}`);
  assert.match(site.psr("log", "ADV-1"), /in reply to: entry/);
  assert.deepEqual(user.complaints, []);
});

test("a calendar is subscribed to, read without signing in, and withdrawn", async () => {
  const user = await User.signIn(site);
  await user.goto("/?q=EX-OWS");
  const address = await user.page.locator("main table a").first().getAttribute("href");
  await user.goto(`${address}/timeline`);
  await user.press("Let your calendar program follow them", { role: "link" });
  await user.press("Make an address for this case");
  const feed = await user.page.inputValue("#address");
  const stranger = await fetch(feed);
  assert.equal(stranger.status, 200);
  assert.match(await stranger.text(), /^BEGIN:VCALENDAR/);
  await user.goto("/calendars");
  await user.press(/^Withdraw/, { exact: false });
  assert.equal((await fetch(feed)).status, 404);
  assert.deepEqual(user.complaints, []);
});

test("an auditor looks at every entry, verifies, and takes the record away", async () => {
  const user = await User.signIn(site);
  const list = await user.goto("/?q=EX-OWS");
  assert.equal(list.status(), 200);
  await user.page.locator("main table a").first().click();
  const address = new URL(user.page.url()).pathname;
  await user.goto(`${address}/audit`);
  await user.press(/^Verify/, { exact: false });
  // The page looks again by itself until the verification is over.
  await user.page.waitForFunction(() => /^Sound/.test(document.querySelector("h1")?.innerText ?? ""), undefined, { timeout: 120_000 });
  await user.look();
  await user.goto(new URL(user.page.url()).pathname);
  assert.match(await user.text(), /Asked for by\s+Marta Lindqvist/);
  await user.goto(`${address}/audit`);
  assert.match(await user.text(), /Verifications, newest first/);
  await user.goto("/audit");
});

test("kinds of page that were looked at", (context) => {
  context.diagnostic(kindsLookedAt().join("\n"));
  assert.ok(kindsLookedAt().length > 10);
});
