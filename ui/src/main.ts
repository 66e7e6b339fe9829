// Starts the page in the app's window, or, in a browser tab of the dev server, against the in-page fake.
import { mount } from "svelte";

import App from "./App.svelte";
import { AppState } from "./state/app.svelte";
import "./styles/base.css";

async function start(): Promise<void> {
  if (import.meta.env.DEV && !("__TAURI_INTERNALS__" in window)) {
    const { play } = await import("./ipc/fake-tab");
    play();
  }
  const app = new AppState();
  const target = document.getElementById("app");
  if (target) mount(App, { target, props: { app } });
  await app.start();
}

void start();
