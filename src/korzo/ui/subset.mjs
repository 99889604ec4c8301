// Cuts Inter down to the letters of the languages that Korzo speaks and to the weights it uses: 152 KB become 50 KB.
// Run by `korzo.ui.assets` inside the temporary folder with node_modules: node subset.mjs <source folder> <target folder>
import { mkdir, readFile, writeFile } from "node:fs/promises";
import subsetFont from "subset-font";

const [, , source, target] = process.argv;
const range = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, step) => String.fromCodePoint(first + step)).join("");
const letters = {
  latin: range(0x20, 0x7e) + range(0xa0, 0xff) + "–—‘’‚“”„•…‹›€−←↑→↓×√≤≥≈",
  "latin-ext": range(0x100, 0x17f) + "ǄǅǆǇǈǉǊǋǌȘșȚț",
  cyrillic: range(0x400, 0x45f) + "Ґґ№\u0300\u0301\u0304",
};

await mkdir(target, { recursive: true });
for (const [name, text] of Object.entries(letters)) {
  const font = await readFile(`${source}/inter-${name}-wght-normal.woff2`);
  const cut = await subsetFont(font, text, { targetFormat: "woff2", variationAxes: { wght: { min: 400, max: 650 } } });
  await writeFile(`${target}/${name}.woff2`, cut);
}
