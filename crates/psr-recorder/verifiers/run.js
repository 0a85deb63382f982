// Runs verify.js under Node 20, for tests that hold the three verifiers against each other.
//
//   node run.js FILES.json [--key VKEY|FILE] [--prior FILE] [--chain-only]     FILES.json: { name: base64 }
//   node run.js --batch                                                        one { files, options } a line in, one report a line out
//
// In a batch, `options` has `key` and `prior` as text and `chainOnly` as true or false; a line that cannot be looked at gives
// { "error": "…" }. Exit codes: 0 sound, 1 not, 2 could not look; a batch that was read to its end exits 0.

"use strict";

const { existsSync, readFileSync, writeSync } = require("node:fs");
const { createInterface } = require("node:readline");
const { parseArgs } = require("node:util");
const { verify } = require("./verify.js");

const decoded = (files) => Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new Uint8Array(Buffer.from(text, "base64"))]));

const one = async (line) => {
  try {
    const { files, options } = JSON.parse(line);
    return await verify(decoded(files), options ?? {});
  } catch (error) {
    return { error: error.message };
  }
};

const batch = async () => {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    writeSync(1, `${JSON.stringify(await one(line))}\n`);
  }
};

const main = async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { batch: { type: "boolean" }, "chain-only": { type: "boolean" }, key: { type: "string" }, prior: { type: "string" } },
  });
  if (values.batch) return batch();
  if (positionals.length !== 1) throw new Error("name one file of files, or --batch");
  const key = values.key && existsSync(values.key) ? readFileSync(values.key, "utf8") : values.key;
  const prior = values.prior && readFileSync(values.prior, "utf8");
  const report = await verify(decoded(JSON.parse(readFileSync(positionals[0], "utf8"))), { key, prior, chainOnly: values["chain-only"] });
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.sound ? 0 : 1;
};

main().catch((error) => {
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 2;
});
