// Takes the pictures of the user guide: each kind of page at three widths, over the demonstration register.
// Run it by hand after a change of the pages: node pictures.mjs ../../../../docs/guide/pictures

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Site } from "./site.mjs";
import { User, closeBrowser } from "./user.mjs";

const [folder] = process.argv.slice(2);
const SIZES = { wide: [1280, 900], middle: [768, 1000], narrow: [320, 720] };

const site = await Site.open({ demo: true });
mkdirSync(folder, { recursive: true });
try {
  for (const [size, [width, height]] of Object.entries(SIZES)) {
    const user = await User.signIn(site, { viewport: { width, height }, reducedMotion: "reduce" });
    const find = async (reference) => {
      await user.page.goto(`${site.origin}/?q=${reference}`);
      return new URL(await user.page.locator("main table a").first().getAttribute("href"), site.origin).pathname;
    };
    const award = await find("EX-OWS-2024"), begun = await find("EX-SAI-2026");
    const pages = {
      cases: "/", "new-case": "/cases/new", tasks: award, question: `${begun}/next`, list: `${award}/questions/particulars/decision-makers`,
      answers: `${award}/answers`, conclusions: `${award}/conclusions`, readiness: `${award}/readiness`, approval: `${award}/approval`,
      documents: `${award}/documents`, document: `${award}/documents/direct-award-c-notice`, timeline: `${award}/timeline`, disclosures: `${award}/disclosures`,
      audit: `${award}/audit`, entry: `${award}/entries/20`, register: "/audit", rules: "/rules", contracts: "/contracts", reports: "/reports",
    };
    for (const [name, path] of Object.entries(pages)) {
      await user.page.goto(`${site.origin}${path}`);
      await user.page.screenshot({ path: join(folder, `${name}-${size}.png`) });
    }
    await user.context.close();
  }
} finally {
  await closeBrowser();
  await site.close();
}
