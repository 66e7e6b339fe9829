// Tauri's side of the bridge, and the only importer of @tauri-apps/*. The stream of views can be asked for
// before there is anybody to show them. It knows no failures and no screens.
import { Channel, invoke } from "@tauri-apps/api/core";

import type { View } from "./bindings";
import type { Transport } from "./call";

let asked: Promise<void> | null = null;
const unseen: View[] = [];
let show = (view: View): void => void unseen.push(view);

/** Asks for the stream of views, once: what comes before somebody watches is kept. */
export function askForViews(): Promise<void> {
  return (asked ??= ask());
}

function ask(): Promise<void> {
  const channel = new Channel<View>();
  channel.onmessage = (view) => show(view);
  return invoke("watch", { channel });
}

export const tauri: Transport = {
  invoke: (name, request) => invoke(name, { request }),
  watch: (onView) => {
    for (const view of unseen.splice(0)) onView(view);
    show = onView;
    return askForViews();
  },
};
