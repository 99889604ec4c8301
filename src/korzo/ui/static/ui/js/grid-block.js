// Blocks as spreadsheets put them on the clipboard: tabs between cells, quotes round what has tabs or line breaks in it.

export function block(text) {
  const lines = [[]];
  const cell = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*)/y;
  for (let at = 0; at <= text.length;) {
    cell.lastIndex = at;
    const found = cell.exec(text);
    lines.at(-1).push((found[1]?.replaceAll('""', '"') ?? found[2]).trim());
    at = cell.lastIndex;
    if (at >= text.length) break;
    if (text[at] === "\t") { at += 1; if (at === text.length) lines.at(-1).push(""); continue; }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    if (at >= text.length) break;
    lines.push([]);
  }
  return lines.some((line) => line.some(Boolean)) ? lines : [];
}

export function spelled(lines) {
  const quoted = (text) => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return lines.map((line) => line.map(quoted).join("\t")).join("\n");
}
