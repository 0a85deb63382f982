// Writes ../assets/psr.css and ../assets/nhsuk.js. The same versions give the same bytes.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(here("node_modules/nhsuk-frontend/package.json"), "utf8"));
const notice = `/*! nhsuk-frontend ${version}, (c) 2019 NHS.UK, MIT: see LICENSE-nhsuk-frontend.txt */\n`;

const { css } = sass.compile(here("psr.scss"), { style: "compressed", loadPaths: [here("node_modules")], quietDeps: true });
for (const remote of ["http:", "https:", "@import", "@font-face"]) {
  if (css.includes(remote)) throw new Error(`the style sheet would have "${remote}": everything comes from our own server`);
}
if (!css.includes("font-family:Arial")) throw new Error("the style sheet names no typeface");
writeFileSync(here("../assets/psr.css"), `${notice}${css.replace(/^\uFEFF/, "")}\n`);

// Its source map is not shipped, so that browsers shall not ask for it.
const script = readFileSync(here("node_modules/nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js"), "utf8");
writeFileSync(here("../assets/nhsuk.js"), `${notice}${script.replace(/\/\/# sourceMappingURL=.*\s*$/, "")}\n`);
