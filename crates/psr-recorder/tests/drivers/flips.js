// Changes every byte of a bundle's files in one bit in turn and lists the changes that verify.js did not report.
// One { files, options } a line in, one { unreported } a line out, as batch.py does.

"use strict";

const { createInterface } = require("node:readline");
const { verify } = require("../../verifiers/verify.js");

const isSound = async (files, options) => {
  try { return (await verify(files, options)).sound; } catch { return false; }
};

const unreported = async ({ files: encoded, options }) => {
  const files = Object.fromEntries(Object.entries(encoded).map(([name, text]) => [name, new Uint8Array(Buffer.from(text, "base64"))]));
  const missed = [];
  for (const [name, bytes] of Object.entries(files)) {
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] ^= 1 << at % 8;
      if (await isSound({ ...files, [name]: changed }, options ?? {})) missed.push(`${name}:${at}`);
    }
  }
  return missed;
};

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify({ unreported: await unreported(JSON.parse(line)) })}\n`);
  }
})();
