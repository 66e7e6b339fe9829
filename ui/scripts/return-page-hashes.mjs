// Writes the sha256 of the return page's one script and one style into its CSP; run it after editing them.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../return-page/index.html", import.meta.url);
let page = readFileSync(file, "utf8");
for (const tag of ["script", "style"]) {
  const text = page.match(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`))[1];
  const hash = createHash("sha256").update(text).digest("base64");
  page = page.replace(new RegExp(`${tag}-src 'sha256-[^']*'`), `${tag}-src 'sha256-${hash}'`);
}
writeFileSync(file, page);
