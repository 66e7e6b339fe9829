// Takes the guide's Markdown apart into blocks and pieces of text: what the guide uses and no more.
// Whatever else stands there is text. It makes no markup.

export type Piece = { kind: "text" | "bold" | "stress" | "code"; text: string } | { kind: "link"; text: string; to: string };

export type Block =
  | { kind: "heading"; level: number; text: Piece[] }
  | { kind: "paragraph"; text: Piece[] }
  | { kind: "list"; ordered: boolean; items: Piece[][] }
  | { kind: "table"; head: Piece[][]; rows: Piece[][][] };

const PIECE = /\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`|\[(.+?)\]\((.+?)\)/g;

function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(PIECE)) {
    if (match.index > end) found.push({ kind: "text", text: text.slice(end, match.index) });
    const [, bold, stress, code, link, to] = match;
    if (link !== undefined && to !== undefined) found.push({ kind: "link", text: link, to });
    else if (bold !== undefined) found.push({ kind: "bold", text: bold });
    else if (stress !== undefined) found.push({ kind: "stress", text: stress });
    else found.push({ kind: "code", text: code ?? "" });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ kind: "text", text: text.slice(end) });
  return found;
}

const cells = (line: string): Piece[][] =>
  line
    .slice(1, -1)
    .split("|")
    .map((cell) => pieces(cell.trim()));

function block(lines: string[]): Block | null {
  const [first = ""] = lines;
  const heading = /^(#+) (.*)$/.exec(first);
  if (heading) return { kind: "heading", level: heading[1]?.length ?? 1, text: pieces(heading[2] ?? "") };
  // Pictures stay in the printed guide: whoever reads this one has the app before them.
  if (first.startsWith("![")) return null;
  if (first.startsWith("|")) return { kind: "table", head: cells(first), rows: lines.slice(2).map(cells) };
  const entry = /^(?:-|\d+\.) /;
  if (entry.test(first)) {
    const items: string[] = [];
    for (const line of lines) {
      if (entry.test(line)) items.push(line.replace(entry, ""));
      else items.push(`${items.pop() ?? ""} ${line.trim()}`);
    }
    return { kind: "list", ordered: first[0] !== "-", items: items.map(pieces) };
  }
  return { kind: "paragraph", text: pieces(lines.join(" ")) };
}

/** The blocks of a text, in its order. */
export function blocks(markdown: string): Block[] {
  const groups: string[][] = [[]];
  for (const line of markdown.split(/\r?\n/)) {
    const last = groups[groups.length - 1];
    if (line.trim() === "") groups.push([]);
    // A list may follow its sentence without a line between.
    else if (/^(?:-|1\.) /.test(line) && last?.length && !/^(?:-|\d+\.) /.test(last[0] ?? "")) groups.push([line]);
    else last?.push(line);
  }
  return groups.filter((lines) => lines.length > 0).flatMap((lines) => block(lines) ?? []);
}
