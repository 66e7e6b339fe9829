// The first of the page: it asks the app for its view, and loads the rest while the answer is on its way.
import { askForViews } from "./ipc/tauri";

// In a browser tab there is no app to ask. A failure is told by whoever watches.
if ("__TAURI_INTERNALS__" in window) askForViews().catch(() => undefined);

void import("./page").then(({ start }) => start());
