// The choices of a text that joins them with commas, each once. An option may hold commas itself: the
// longest option that fits is one, and what is no option goes to the next comma, as in Rust.
export function apart(text: string, options: string[]): string[] {
  const longestFirst = options.map((option) => option.trim()).filter(Boolean).sort((one, other) => other.length - one.length);
  const choices = new Set<string>();
  let rest = text.trim();
  while (rest) {
    const option = longestFirst.find((one) => rest.startsWith(one) && /^\s*(,|$)/.test(rest.slice(one.length)));
    const one = option ?? rest.split(",", 1)[0] ?? "";
    if (one.trim()) choices.add(one.trim());
    rest = rest.slice(one.length).replace(/^\s*,\s*/, "").trimStart();
    if (!one && rest.startsWith(",")) rest = rest.slice(1);
  }
  return [...choices];
}
