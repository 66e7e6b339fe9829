// Starts the page in the app's window, or, in a browser tab of the dev server, against the in-page fake.
import { mount } from "svelte";

import App from "./App.svelte";
import { AppState } from "./state/app.svelte";
import "./styles/base.css";

/** For so many milliseconds an empty page is calmer than one that changes at once. */
const PATIENCE = 250;

async function start(): Promise<void> {
  if (import.meta.env.DEV && !("__TAURI_INTERNALS__" in window)) {
    const { play } = await import("./ipc/fake-tab");
    play();
  }
  const app = new AppState();
  const started = app.start();
  // Drawn once and not twice: the first view is nearly always there by now.
  await Promise.race([started, new Promise((late) => setTimeout(late, PATIENCE))]);
  const target = document.getElementById("app");
  if (target) mount(App, { target, props: { app } });
}

void start();
