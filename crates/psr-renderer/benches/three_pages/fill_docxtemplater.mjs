// Fills the template with docxtemplater so many times and keeps the last: `fill_docxtemplater.mjs FOLDER COUNT`. Prints the seconds of processor time it
// took, after a tenth as many to be warm.

import { readFileSync, writeFileSync } from "node:fs";
import Docxtemplater from "docxtemplater";
import PizZip from "pizzip";

const [folder, count] = process.argv.slice(2);
const template = readFileSync(`${folder}/docxtemplater.docx`);
const cells = (row) => Object.fromEntries(row.map((text, column) => [`c${column}`, text]));
// A section is shown where the data has it: a block has one, named by what it is.
const named = (block) => (block.rows ? { Table: { rows: block.rows.map(cells) } } : { [block.style.replace(" ", "")]: { text: block.text } });
const blocks = JSON.parse(readFileSync(`${folder}/blocks.json`, "utf8")).map(named);

function fill() {
  const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true });
  document.render({ blocks });
  return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
}

for (let warm = 0; warm < count / 10; warm++) fill();
let out;
const begin = process.cpuUsage();
for (let time = 0; time < count; time++) out = fill();
const { user, system } = process.cpuUsage(begin);
console.log((user + system) / 1e6);
writeFileSync(`${folder}/by-docxtemplater.docx`, out);
