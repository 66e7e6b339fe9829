// Two pages of a guide for the in-page fake, with one of each thing that the guide's pages are made of.
import type { ShippedText } from "./bindings";

export const guidePages: Partial<Record<ShippedText, string>> & { guide: string } = {
  guide: `# A guide

Two lines
of one **paragraph** with \`code\` and *stress*.

- [Trouble](trouble.md): what it says.
- A second entry
  on two lines.
`,
  trouble: `# When something is wrong

## The keychain

![A picture](../pictures/keys.png)

1. Read it.
2. Do it. See [the guide](README.md).

| Problem | What to do |
|---|---|
| **Locked** | Unlock it. |
`,
};
