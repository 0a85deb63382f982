// Records events in a hypercore, one append each. See `benches/append/peers.rs` in psr-recorder. `hypercore.mjs [synced]`.
//
// Its append waits until the operating system has the block, and not until the disk has. With `synced` the log that the block is in is synced by us after
// each append, so that it is durable as the others are.

import { fdatasyncSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import Hypercore from "hypercore";

const synced = process.argv[2] === "synced";
const core = new Hypercore("./core");
await core.ready();
const events = readFileSync(process.env.PSR_BENCH_BYTES, "utf8").split("\n").map((line) => Buffer.from(`${line}\n`));

// The newest of the database's logs; a new one is begun when one is full, which these events do not do.
function log() {
  const logs = readdirSync("core/db").filter((name) => name.endsWith(".log")).sort();
  return join("core/db", logs.at(-1));
}

const path = log();
const file = openSync(path, "r+");

let next = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const begin = process.cpuUsage();
  for (let count = 0; count < Number(line); count++) {
    await core.append(events[next++]);
    if (synced) fdatasyncSync(file);
  }
  const { user, system } = process.cpuUsage(begin);
  if (log() !== path) throw new Error("the log that is synced is no longer the newest");
  console.log((user + system) / 1e6);
}
await core.close();
