// The one door to the Rust side.
// A call never throws: a component gets an Outcome and cannot forget the failure. It knows no screen.
import { words } from "../words";
import type { CommandError, Commands, View } from "./bindings";
import { tauri } from "./tauri";

export type CommandName = keyof Commands;
export type Request<N extends CommandName> = Commands[N][0];
export type Answer<N extends CommandName> = Commands[N][1];
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: CommandError };

/** What carries commands; an in-page one replaces it in a plain browser tab and in tests. */
export interface Transport {
  invoke(name: CommandName, request: unknown): Promise<unknown>;
  /** Hands over the view at once and after every change. */
  watch(onView: (view: View) => void): Promise<void>;
}

let transport: Transport = tauri;

/** Puts another transport in the place of Tauri's. */
export function replaceTransport(other: Transport): void {
  transport = other;
}

/** Sends one command. */
export async function call<N extends CommandName>(name: N, request: Request<N>): Promise<Outcome<Answer<N>>> {
  try {
    return { ok: true, value: (await transport.invoke(name, request)) as Answer<N> };
  } catch (reason) {
    return { ok: false, error: asCommandError(reason) };
  }
}

/** Starts the stream of views; answers an error where the Rust side cannot be reached. */
export async function watch(onView: (view: View) => void): Promise<CommandError | null> {
  try {
    await transport.watch(onView);
    return null;
  } catch (reason) {
    return asCommandError(reason);
  }
}

function asCommandError(reason: unknown): CommandError {
  const known = reason as Partial<CommandError> | null;
  if (known && typeof known === "object" && known.notice && Array.isArray(known.fields)) return known as CommandError;
  // Not one of ours (a refused capability, a lost process): said in words, details stay in the log.
  const notice = { code: "page_call_failed", severity: "error" as const, ...words.callFailed, action: null };
  return { notice, fields: [], details: null };
}
