// Tauri's side of the bridge, and the only importer of @tauri-apps/*. The build makes a file of its own of it,
// which runs while the rest of the page is still being read: the stream of views is asked for at once, and
// what comes before somebody watches is kept. It knows no failures and no screens.
import { Channel, invoke } from "@tauri-apps/api/core";

import type { View } from "./bindings";
import type { Transport } from "./call";

const unseen: View[] = [];
let show = (view: View): void => void unseen.push(view);

async function ask(): Promise<void> {
  const channel = new Channel<View>();
  channel.onmessage = (view) => show(view);
  await invoke("watch", { channel });
}

// In a browser tab there is no app to ask.
const asked = "__TAURI_INTERNALS__" in window ? ask() : null;
// A failure is told to whoever watches, and until then to nobody.
asked?.catch(() => undefined);

export const tauri: Transport = {
  invoke: (name, request) => invoke(name, { request }),
  watch: async (onView) => {
    for (const view of unseen.splice(0)) onView(view);
    show = onView;
    await asked;
  },
};
