// Many people at the site at once: reads pages and gives answers for a while, and says how long each kind took.
//   node load.mjs SIGN-IN-ADDRESS [SECONDS] [PEOPLE] [PROCESS-ID of the site, to see its memory]

import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

const [signIn, seconds = "60", people = "50", pid] = process.argv.slice(2);
const { origin } = new URL(signIn);
const QUESTION = "/questions/scope/health-care-for-individuals";

const took = new Map();
const bytes = new Map();
let faults = 0;

const note = (kind, from, body) => {
  if (!took.has(kind)) took.set(kind, []);
  took.get(kind).push(performance.now() - from);
  if (body) bytes.set(kind, Math.max(bytes.get(kind) ?? 0, body));
};

const enter = async () => (await fetch(signIn, { redirect: "manual" })).headers.get("set-cookie").split(";")[0];

const get = async (kind, cookie, path) => {
  const from = performance.now();
  const response = await fetch(origin + path, { headers: { cookie } });
  const text = await response.text();
  if (response.status !== 200) faults += 1;
  note(kind, from, text.length);
  return text;
};

const hidden = (page, name) => page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];
const any = (list) => list[Math.floor(Math.random() * list.length)];

const answer = async (cookie, id) => {
  const path = `/cases/${id}${QUESTION}`;
  const page = await get("question", cookie, path);
  const form = { csrf: hidden(page, "csrf"), head: hidden(page, "head"), answer: any(["yes", "no"]), reason: `Answered under load, ${Math.random()}.`, action: "save" };
  if (!form.head) return;
  const from = performance.now();
  const response = await fetch(origin + path, { method: "POST", headers: { cookie }, body: new URLSearchParams(form), redirect: "manual" });
  await response.text();
  // Two at one question are told of each other: that is no fault.
  if (![303, 409].includes(response.status)) faults += 1;
  note(response.status === 409 ? "answer, in conflict" : "answer, acknowledged", from);
};

const person = async (cases, until) => {
  const cookie = await enter();
  while (performance.now() < until) {
    const id = any(cases), way = Math.random();
    if (way < 0.35) await get("cases", cookie, any(["/", "/?q=dental", "/?state=overdue&order=due", "/?page=7", "/?q=SEED-0004"]));
    else if (way < 0.45) await get("case", cookie, `/cases/${id}`);
    else if (way < 0.55) await get("answers", cookie, `/cases/${id}/answers`);
    else if (way < 0.65) await get("conclusions", cookie, `/cases/${id}/conclusions`);
    else if (way < 0.72) await get("timeline", cookie, `/cases/${id}/timeline`);
    else if (way < 0.8) await get("readiness", cookie, `/cases/${id}/readiness`);
    else await answer(cookie, id);
    await new Promise((done) => setTimeout(done, 200 + Math.random() * 600));
  }
};

const cookie = await enter();
const cases = [];
for (let page = 1; page <= 40; page += 1) cases.push(...[...(await get("warming up", cookie, `/?page=${page}`)).matchAll(/\/cases\/([0-9a-f-]{36})"/g)].map(([, id]) => id));
took.clear();
const until = performance.now() + Number(seconds) * 1000;
await Promise.all(Array.from({ length: Number(people) }, () => person([...new Set(cases)], until)));

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1);
console.log("| what | times | median, ms | 99th percentile, ms | largest page, bytes |\n|---|---|---|---|---|");
for (const [kind, times] of [...took].sort()) {
  const sorted = times.sort((one, other) => one - other);
  console.log(`| ${kind} | ${sorted.length} | ${at(sorted, 0.5)} | ${at(sorted, 0.99)} | ${bytes.get(kind) ?? ""} |`);
}
console.log(`faults: ${faults}`);
if (pid) console.log(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmHWM:.*/)[0]);
