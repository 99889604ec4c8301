// Photos before they are sent: shown, removable, and made smaller, so that a phone on a weak line can send them.

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
    const image = Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: `${box.dataset.textPhoto} ${index + 1}` });
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "ds-button", textContent: box.dataset.textRemove });
    Object.assign(remove.dataset, { variant: "tertiary", size: "sm" });
    remove.addEventListener("click", () => { kept = kept.filter((other) => other !== file); show(); input.focus(); });
    item.append(image, remove);
    return item;
  }

  input.addEventListener("change", async () => {
    const chosen = [...input.files].filter((file) => !kept.includes(file));
    const smaller = await Promise.all(chosen.map((file) => shrink(file).catch(() => file)));
    const all = input.multiple ? [...kept, ...smaller] : smaller;
    note.textContent = all.length > limit ? box.dataset.textLimit : "";
    kept = all.slice(0, limit);
    show();
  });
}

// The browser turns the pixels upright; the EXIF block moves along, so that the server can still read the place, then drops it.
async function shrink(file) {
  if (file.size <= SMALL_ENOUGH || !["image/jpeg", "image/png", "image/webp"].includes(file.type)) return file;
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const smaller = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  const exif = file.type === "image/jpeg" ? exifOf(await file.slice(0, 256 * 1024).arrayBuffer()) : null;
  const parts = exif ? [smaller.slice(0, 2), exif, smaller.slice(2)] : [smaller];
  return new File(parts, file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg", lastModified: file.lastModified });
}

// The APP1 segment of a JPEG with its EXIF data; null when there is none (JPEG: ISO/IEC 10918-1, B.1.1; EXIF 2.3, 4.5.4).
export function exifOf(buffer) {
  const bytes = new DataView(buffer);
  if (bytes.byteLength < 4 || bytes.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 10 < bytes.byteLength && bytes.getUint8(at) === 0xff; at += 2 + bytes.getUint16(at + 2)) {
    const end = at + 2 + bytes.getUint16(at + 2);
    const isExif = bytes.getUint16(at) === 0xffe1 && bytes.getUint32(at + 4) === 0x45786966;
    if (isExif) return end <= bytes.byteLength ? upright(buffer.slice(at, end)) : null;
    if (bytes.getUint16(at) === 0xffda) return null;
  }
  return null;
}

// Says in the EXIF block that the pixels are upright now (TIFF 6.0, section 2: the first directory; tag 0x0112).
function upright(segment) {
  const bytes = new DataView(segment);
  const start = 10; // marker, length, "Exif", two zeros
  const little = bytes.getUint16(start) === 0x4949;
  const directory = start + bytes.getUint32(start + 4, little);
  const entries = directory + 2 <= bytes.byteLength ? bytes.getUint16(directory, little) : 0;
  for (let entry = directory + 2; entry < directory + 2 + 12 * entries && entry + 12 <= bytes.byteLength; entry += 12)
    if (bytes.getUint16(entry, little) === 0x0112) bytes.setUint16(entry + 8, 1, little);
  return segment;
}
