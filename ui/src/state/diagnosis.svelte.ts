// The tests of "Something is wrong?": which of them run, what came of each, and the report as it is
// shown. Knows no component. It runs beside every other command and goes on while nobody looks.
import type { Check, Diagnosed, Notice } from "../ipc/bindings";
import { call } from "../ipc/call";
import { words } from "../words";

export const CHECKS = ["keychain", "links", "clock", "proxy", "keap", "account"] as const satisfies readonly Check[];

export type Tested = { at: "before" } | { at: "running" } | ({ at: "done" } & Diagnosed);

const all = (at: "before" | "running") => Object.fromEntries(CHECKS.map((check) => [check, { at }])) as Record<Check, Tested>;

export class Diagnosis {
  results = $state.raw(all("before"));
  report = $state("");
  copied = $state(false);
  /** Why the report did not come or was not copied. */
  trouble: Notice | null = $state.raw(null);
  /** What is spoken when the last test is done. */
  summary = $state("");

  readonly running = $derived(CHECKS.some((check) => this.results[check].at === "running"));
  readonly tested = $derived(CHECKS.some((check) => this.results[check].at === "done"));

  async test(): Promise<void> {
    if (this.running) return;
    this.summary = "";
    this.results = all("running");
    await Promise.all(CHECKS.map((check) => this.#run(check)));
    const look = CHECKS.filter((check) => {
      const one = this.results[check];
      return one.at === "done" && (one.grade === "warning" || one.grade === "problem");
    });
    this.summary = words.help.summary(look.length);
    await this.write();
  }

  /** Has the report written from what is known now; what is copied later is what is shown here. */
  async write(): Promise<void> {
    this.copied = false;
    const outcome = await call("report", {});
    this.trouble = outcome.ok ? null : outcome.error.notice;
    if (outcome.ok) this.report = outcome.value.text;
  }

  async copy(): Promise<void> {
    this.copied = false;
    const outcome = await call("copy_report", {});
    this.trouble = outcome.ok ? null : outcome.error.notice;
    this.copied = outcome.ok;
  }

  async #run(check: Check): Promise<void> {
    const outcome = await call("diagnose", { check });
    const { title, body } = outcome.ok ? outcome.value : outcome.error.notice;
    const grade = outcome.ok ? outcome.value.grade : "problem";
    this.results = { ...this.results, [check]: { at: "done", grade, title, body } };
  }
}
