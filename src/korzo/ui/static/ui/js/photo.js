// Photos before they are sent: shown, removable, to draw on, and made smaller, so that a phone on a weak line can send them.
import { positionOf, withPosition } from "korzo/exif";

const LONGEST = 2048; // pixels
const QUALITY = 0.85;
const SMALL_ENOUGH = 1_500_000; // bytes

export function start(box) {
  const input = box.querySelector('input[type="file"]');
  const list = box.querySelector("[data-korzo-photo-list]");
  const note = box.querySelector("[data-korzo-photo-note]");
  const limit = input.multiple ? Number(box.dataset.limit) : 1;
  let kept = [];

  function show() {
    const files = new DataTransfer();
    kept.forEach((file) => files.items.add(file));
    input.files = files.files;
    for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    list.replaceChildren(...kept.map(card));
    list.hidden = !kept.length;
  }

  function card(file, index) {
    const item = document.createElement("li");
    const words = `${box.dataset.textPhoto} ${index + 1}`;
    const image = Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: words });
    const edit = button(box.dataset.textEdit, words, () => draw(file, index));
    image.addEventListener("error", () => edit.remove()); // what cannot be shown cannot be drawn on
    const remove = button(box.dataset.textRemove, words, () => { kept = kept.filter((other) => other !== file); show(); input.focus(); });
    item.append(image, edit, remove);
    return item;
  }

  async function draw(file, index) {
    const { edit } = await import("korzo/photo-edit");
    const dialog = box.querySelector("dialog");
    const drawn = await edit(dialog, file);
    if (drawn) { kept = kept.map((other) => (other === file ? drawn : other)); show(); }
    dialog.close();
    list.children[index]?.querySelector("button")?.focus();
  }

  async function take() {
    const chosen = [...input.files].filter((file) => !kept.includes(file));
    const smaller = await Promise.all(chosen.map((file) => shrink(file).catch(() => file)));
    const all = input.multiple ? [...kept, ...smaller] : smaller;
    note.textContent = all.length > limit ? box.dataset.textLimit : "";
    kept = all.slice(0, limit);
    show();
  }

  input.addEventListener("change", take);
  input.form?.addEventListener("reset", () => { kept = []; note.textContent = ""; show(); });
  if (input.files.length) take(); // chosen before this module came
}

function button(words, about, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "ds-button", textContent: words });
  Object.assign(made.dataset, { variant: "tertiary", size: "sm" });
  made.setAttribute("aria-label", `${words}: ${about}`);
  made.addEventListener("click", act);
  return made;
}

async function shrink(file) {
  if (file.size <= SMALL_ENOUGH || !["image/jpeg", "image/png", "image/webp"].includes(file.type)) return file;
  const picture = await createImageBitmap(file);
  const canvas = canvasFor(picture);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return asJpeg(canvas, file);
}

// An empty canvas of the picture's shape, at most as large as what is sent.
export function canvasFor(picture, canvas = document.createElement("canvas")) {
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  return Object.assign(canvas, { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
}

// The pixels as a file to send instead of `file`. The browser has turned them upright; of all that the camera wrote beside
// them only the position moves along, so that the server can still read the place.
export async function asJpeg(canvas, file) {
  const pixels = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  const position = file.type === "image/jpeg" ? positionOf(await file.slice(0, 256 * 1024).arrayBuffer()) : null;
  return new File([withPosition(pixels, position)], file.name.replace(/(\.\w+)?$/, ".jpg"), { type: "image/jpeg", lastModified: file.lastModified });
}
