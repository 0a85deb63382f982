// The engines that run in Node.js, asked line by line: a line of JSON in, a line of JSON out. `engines.mjs DECISION.json`.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { LogicEngine } from "json-logic-engine";
import jsonLogic from "json-logic-js";
import rules from "json-rules-engine";

const decision = JSON.parse(readFileSync(process.argv[2], "utf8"));
const version = (name) => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), "utf8")).version;

// The first rule that holds ends the run, so that no lower one is looked at.
function rulesEngine(allowUndefinedFacts) {
  const engine = new rules.Engine(decision.jsonRules, { allowUndefinedFacts });
  engine.on("success", () => engine.stop());
  return async (facts) => (await engine.run(facts)).events[0]?.type;
}

const compiled = new LogicEngine().build(decision.jsonLogic);
const engines = {
  "json-rules-engine": { name: `json-rules-engine ${version("json-rules-engine")}, one rule a route, by priority`, act: rulesEngine(false) },
  "json-rules-engine, undefined allowed": { name: `json-rules-engine ${version("json-rules-engine")}, allowUndefinedFacts`, act: rulesEngine(true), untimed: true },
  "json-logic-js": { name: `json-logic-js ${version("json-logic-js")}, one expression`, act: (facts) => jsonLogic.apply(decision.jsonLogic, facts) },
  "json-logic-engine": { name: `json-logic-engine ${version("json-logic-engine")}, the same, compiled`, act: (facts) => compiled(facts) },
};

// A state is a word of fifteen digits: no, yes, and 2 for no answer, which is then left out.
function facts(state) {
  return Object.fromEntries(decision.names.map((name, place) => [name, state[place]]).filter(([, digit]) => digit !== "2").map(([name, digit]) => [name, digit === "1"]));
}

async function says(act, states) {
  const said = [];
  for (const state of states) {
    try {
      const place = decision.routes.indexOf(await act(facts(state)));
      said.push(place < 0 ? "n" : String(place));
    } catch {
      said.push("e");
    }
  }
  return said.join("");
}

async function seconds(act, states, times) {
  const inputs = states.map(facts);
  const waits = act(inputs[0]) instanceof Promise;
  const begin = process.cpuUsage();
  for (let time = 0; time < times; time++) {
    if (waits) for (const input of inputs) await act(input);
    else for (const input of inputs) act(input);
  }
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1e6;
}

async function answer({ ask, engine, states, times }) {
  if (ask === "engines") return Object.entries(engines).map(([id, { name, untimed }]) => ({ id, name, timed: !untimed }));
  if (ask === "version") return process.version;
  const { act } = engines[engine];
  return ask === "says" ? says(act, states) : seconds(act, states, times);
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
