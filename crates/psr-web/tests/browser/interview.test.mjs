// A commissioner answers the questions of a Direct Award; somebody else gets in between; no scripts; no mouse.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Site } from "./site.mjs";
import { User, answersOf, closeBrowser } from "./user.mjs";

const DENTAL = "cases/community-dental-direct-award-c";
const ANSWERS = answersOf(`${DENTAL}/answers.yaml`, `${DENTAL}/corrections.yaml`);
const QUESTION = "/questions/scope/health-care-for-individuals";

let site;
before(async () => { site = await Site.open(); });
after(async () => { await closeBrowser(); await site?.close(); });

test("a case is decided by answering what is asked, and nothing that cannot matter is asked", async () => {
  const user = await User.signIn(site);
  const address = await user.openCase({ title: "Community dental services", reference: "EX-1", commenced: "2026-03-12" });
  const given = await user.answerAll(address, ANSWERS);
  assert.ok(given.length > 40, `${given.length} were answered`);
  await user.goto(`${address}/conclusions`);
  assert.match(await user.text(), /Direct Award Process C[\s\S]*May be followed/i);
  await user.goto(`${address}/answers`);
  await user.goto(address);
  assert.deepEqual(user.complaints, []);
  assert.match(site.psr("verify", "EX-1"), /sound|no fault/i);
});

test("what is wrong is said beside the field, and what was typed is still there", async () => {
  const user = await User.signIn(site);
  const address = await user.openCase({ title: "Wrong answers", reference: "EX-2", commenced: "2026-03-12" });
  await user.goto(`${address}/questions/scope/health-care-services-lifetime-value`);
  await user.page.fill("#answer", "about a million");
  await user.page.fill("#reason", "The estimate of <b>March</b> & after");
  await user.press("Save and continue");
  assert.match(await user.page.title(), /^Error: /);
  assert.equal(await user.page.inputValue("#answer"), "about a million");
  assert.equal(await user.page.inputValue("#reason"), "The estimate of <b>March</b> & after");
  await user.page.locator(".nhsuk-error-summary a").click();
  assert.equal(await user.page.evaluate(() => document.activeElement.id), "answer");
  await user.page.fill("#answer", "£1,157,738.50");
  await user.press("Save and continue");
  assert.match(site.psr("log", "EX-2"), /1157738\.50|1,157,738\.50/);
});

test("somebody else answers the same question meanwhile: both are shown, and what was typed is kept", async () => {
  const [one, two] = [await User.signIn(site), await User.signIn(site)];
  const address = await one.openCase({ title: "Two at once", reference: "EX-3", commenced: "2026-03-12" });
  for (const user of [one, two]) await user.goto(`${address}${QUESTION}`);
  await two.fill({ value: "no", reason: "Two says that it is training." });
  await two.press("Save and continue");
  await one.fill({ value: "yes", reason: "One says that patients are treated." });
  await one.press("Save and continue");
  assert.match(await one.heading(), /Somebody else answered/);
  assert.match(await one.text(), /Two says that it is training[\s\S]*One says that patients are treated/);
  assert.equal(await one.page.inputValue("#reason"), "One says that patients are treated.");
  await one.press("Save and continue");
  const log = site.psr("log", "EX-3");
  assert.match(log, /Two says that it is training/);
  assert.match(log, /One says that patients are treated/);
});

test("answering another question meanwhile is no conflict", async () => {
  const [one, two] = [await User.signIn(site), await User.signIn(site)];
  const address = await one.openCase({ title: "Side by side", reference: "EX-4", commenced: "2026-03-12" });
  await one.goto(`${address}${QUESTION}`);
  await two.goto(`${address}/questions/scope/for-health-service-in-england`);
  await two.fill({ value: "yes", reason: "It is." });
  await two.press("Save and continue");
  await one.fill({ value: "yes", reason: "They are." });
  await one.press("Save and continue");
  assert.doesNotMatch(await one.heading(), /Somebody else/);
});

test("everything works without scripts", async () => {
  const user = await User.signIn(site, { javaScriptEnabled: false });
  const address = await user.openCase({ title: "Without scripts", reference: "EX-5", commenced: "2026-03-12" });
  const given = await user.answerAll(address, ANSWERS, { most: 60, whole: false });
  assert.ok(given.length > 15, `${given.length} were answered`);
});

test("a question is answered by keyboard alone", async () => {
  const user = await User.signIn(site);
  const address = await user.openCase({ title: "By keyboard", reference: "EX-6", commenced: "2026-03-12" });
  await user.goto(`${address}${QUESTION}`);
  const { keyboard } = user.page;
  const at = () => user.page.evaluate(() => `${document.activeElement.tagName} ${document.activeElement.id || document.activeElement.textContent.trim()}`);
  const tabTo = async (wanted) => {
    for (let tabs = 0; tabs < 60; tabs += 1) {
      await keyboard.press("Tab");
      if ((await at()).includes(wanted)) return;
    }
    throw new Error(`${wanted} is not reached by Tab; the last is ${await at()}`);
  };
  await tabTo("Skip to main content");
  await keyboard.press("Enter");
  await tabTo("INPUT answer");
  await keyboard.press("Space");
  await tabTo("reason");
  await keyboard.type("Patients are treated.");
  await tabTo("Save and continue");
  await Promise.all([user.page.waitForNavigation(), keyboard.press("Enter")]);
  assert.match(site.psr("log", "EX-6"), /Patients are treated\./);
});

test("what was typed into a long text survives a session that ended", async () => {
  const user = await User.signIn(site);
  const address = await user.openCase({ title: "Signed out", reference: "EX-7", commenced: "2026-03-12" });
  await user.goto(`${address}${QUESTION}`);
  await user.page.check("input[name=answer][value=yes]");
  await user.page.fill("#reason", "A long reason that nobody wants to type again.");
  const cookies = await user.context.cookies();
  await user.context.clearCookies();
  await user.press("Save and continue");
  assert.match(await user.text(), /signed out/i);
  assert.match(await user.text(), /A long reason that nobody wants to type again\./);
  await user.context.addCookies(cookies);
  await user.goto(`${address}${QUESTION}`);
  assert.equal(await user.page.inputValue("#reason"), "A long reason that nobody wants to type again.");
});
