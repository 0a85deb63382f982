// The program under test: a register in a folder of its own, and the site over it.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../../..");
const PSR = process.env.PSR ?? join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/psr");

export const fixture = (...names) => join(ROOT, "fixtures", ...names);

/** A register, with the site served over it until it is closed. */
export class Site {
  #process;

  /** Makes an empty register, or with `demo` one of worked cases, and serves it. */
  static async open({ demo = false, actor = "Jo Bloggs" } = {}) {
    const site = new Site();
    site.folder = mkdtempSync(join(tmpdir(), "psr-site-"));
    site.register = join(site.folder, "register");
    site.key = join(site.folder, demo ? "demo.key" : "key");
    site.actor = actor;
    if (demo) site.psr("demo", site.folder);
    else site.psr("init", site.register, "--name", "example.org/site", "--key", site.key);
    await site.#serve();
    return site;
  }

  /** Runs a command on the same register, and returns what it printed. */
  psr(...words) {
    const environment = { ...process.env, HOME: this.folder, XDG_CONFIG_HOME: this.folder, PSR_REGISTER: this.register, PSR_KEY: this.key, PSR_ACTOR: this.actor };
    if (["demo", "init"].includes(words[0])) for (const name of ["PSR_REGISTER", "PSR_KEY"]) delete environment[name];
    return execFileSync(PSR, words, { env: environment, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  /** Serves the same register once more, for somebody else. */
  async face(actor) {
    const face = new Site();
    Object.assign(face, { folder: this.folder, register: this.register, key: this.key, actor, isFace: true });
    await face.#serve();
    return face;
  }

  async #serve() {
    const environment = { ...process.env, HOME: this.folder, XDG_CONFIG_HOME: this.folder };
    const words = ["--register", this.register, "--key", this.key, "--actor", this.actor, "serve", "--listen", "127.0.0.1:0"];
    this.#process = spawn(PSR, words, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    this.said = "";
    this.#process.stderr.on("data", (text) => { this.said += text; });
    this.signIn = await new Promise((found, failed) => {
      let printed = "";
      this.#process.stdout.on("data", (text) => {
        printed += text;
        if (printed.includes("\n")) found(printed.trim());
      });
      this.#process.on("exit", (code) => failed(new Error(`the site ended with ${code}: ${this.said}`)));
    });
    this.origin = new URL(this.signIn).origin;
  }

  /** Stops the site and throws the register away. */
  async close() {
    const ended = new Promise((done) => this.#process.once("exit", done));
    this.#process.kill("SIGTERM");
    await ended;
    if (!this.isFace) rmSync(this.folder, { recursive: true, force: true });
  }
}
