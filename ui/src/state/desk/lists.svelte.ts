// Keap's lists behind the form, each asked for when it is first needed and told apart by its account:
// another account has other ones. Knows no component.
import { untrack } from "svelte";

import type { AddressFormat, Choices, ChoicesOf, Country, CustomField, Province } from "../../ipc/bindings";
import { call, type Outcome } from "../../ipc/call";

type At<T> = { at: "idle" | "loading" | "failed" } | { at: "ready"; value: T; asked: number };

/** A list that was asked for so long ago is asked for again where it is used: Rust renews it meanwhile. */
const RENEWED = 60_000;
/** Of choices this old the date is told. */
const OLD = 3_600_000;

/** Where all lists stand. One state for all of them: a list that is first asked for while the page is drawn
 * must be one that the drawing waits for. */
class Shelf {
  at: Record<string, At<unknown>> = $state.raw({});
}

const IDLE = { at: "idle" } as const;

/** One list. */
export class Listed<T> {
  readonly #shelf: Shelf;
  readonly #key: string;
  readonly #ask: () => Promise<Outcome<T>>;

  constructor(shelf: Shelf, key: string, ask: () => Promise<Outcome<T>>) {
    this.#shelf = shelf;
    this.#key = key;
    this.#ask = ask;
  }

  get state(): At<T> {
    return (this.#shelf.at[this.#key] as At<T> | undefined) ?? IDLE;
  }

  get value(): T | null {
    return this.state.at === "ready" ? this.state.value : null;
  }

  get failed(): boolean {
    return this.state.at === "failed";
  }

  /** Asks for it where nobody did; `again` where it did not come. */
  async load(again = false): Promise<void> {
    const was = untrack(() => this.state);
    const asked = Date.now();
    if (was.at === "ready") {
      if (asked - was.asked < RENEWED) return;
      // Until the new one is there, the old one is used.
      this.#put({ ...was, asked });
    } else if (was.at === "idle" || (again && was.at === "failed")) this.#put({ at: "loading" });
    else return;
    const outcome = await this.#ask();
    if (outcome.ok) this.#put({ at: "ready", value: outcome.value, asked });
    else if (was.at !== "ready") this.#put({ at: "failed" });
  }

  #put(at: At<T>): void {
    this.#shelf.at = { ...untrack(() => this.#shelf.at), [this.#key]: at };
  }
}

/** Keap may list one code twice: a choice is its code, so the first name stands. */
function once<T extends { code: string }>(list: readonly T[]): T[] {
  const seen = new Set<string>();
  return list.filter(({ code }) => !seen.has(code) && seen.add(code));
}

const mapped = <T, U>(outcome: Outcome<T>, change: (value: T) => U): Outcome<U> =>
  outcome.ok ? { ok: true, value: change(outcome.value) } : outcome;

export class Lists {
  readonly #shelf = new Shelf();
  readonly countries = new Listed<Country[]>(this.#shelf, "countries", async () => mapped(await call("countries", {}), once));
  readonly custom = new Listed<CustomField[]>(this.#shelf, "custom", () => call("custom_fields", {}));

  choices(of: ChoicesOf): Listed<Choices> {
    return new Listed(this.#shelf, of, () => call("choices", { of }));
  }

  regions(country_code: string): Listed<Province[]> {
    return new Listed(this.#shelf, `regions of ${country_code}`, async () => mapped(await call("provinces", { country_code }), once));
  }

  /** The region of a country that a text means: one, or none. */
  meant(country_code: string, text: string): Listed<Province[]> {
    return new Listed(this.#shelf, `${text} in ${country_code}`, () => call("propose_region", { country_code, text }));
  }

  format(country: string): Listed<AddressFormat> {
    return new Listed(this.#shelf, `format of ${country}`, () => call("address_format", { country_code: country || null }));
  }

  /** The date of the oldest choices, where they are old. */
  get oldest(): number | null {
    const dates = Object.values(this.#shelf.at).map((one) => (one.at === "ready" ? (one.value as Partial<Choices>).as_of_ms : null));
    const oldest = Math.min(...dates.filter((date) => typeof date === "number"));
    return oldest < Date.now() - OLD ? oldest : null;
  }

  country(code: string): Country | null {
    return this.countries.value?.find((one) => one.code === code) ?? null;
  }

  /** The name of a choice; the value itself where the list does not have it, or is not there. */
  nameOf(of: ChoicesOf, value: string): string {
    return this.choices(of).value?.list.find((one) => one.value === value)?.label ?? value;
  }
}
