// The position that a camera wrote into a JPEG, and nothing else of what it wrote: no preview, no serial number, no time.
// (JPEG: ISO/IEC 10918-1, B.1.1; TIFF 6.0, section 2; EXIF 2.3, 4.5.4 and 4.6.6.)

const GPS = 0x8825;
const WANTED = [1, 2, 3, 4]; // latitude and longitude with their directions
const BYTES = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8 };

// A fresh APP1 segment that holds the position alone; null when the picture has none.
export function positionOf(buffer) {
  try {
    const tiff = tiffOf(new DataView(buffer));
    const first = tiff && entries(tiff, tiff.getUint32(4, littleIn(tiff)));
    const pointer = first?.find((entry) => entry.tag === GPS);
    if (!pointer) return null;
    const kept = entries(tiff, tiff.getUint32(pointer.at + 8, littleIn(tiff))).filter((entry) => WANTED.includes(entry.tag));
    return kept.length === WANTED.length ? written(tiff, kept) : null;
  } catch (error) {
    if (error instanceof RangeError) return null; // cut off, or not what it says it is
    throw error;
  }
}

// The same picture with the position of another: `jpeg` is a Blob without metadata.
export const withPosition = (jpeg, segment) => (segment ? new Blob([jpeg.slice(0, 2), segment, jpeg.slice(2)], { type: jpeg.type }) : jpeg);

const littleIn = (tiff) => tiff.getUint16(0) === 0x4949;

function tiffOf(bytes) {
  if (bytes.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; bytes.getUint8(at) === 0xff && bytes.getUint16(at) !== 0xffda; at += 2 + bytes.getUint16(at + 2))
    if (bytes.getUint16(at) === 0xffe1 && bytes.getUint32(at + 4) === 0x45786966)
      return new DataView(bytes.buffer, at + 10, bytes.getUint16(at + 2) - 8);
  return null;
}

function entries(tiff, start) {
  const little = littleIn(tiff);
  return Array.from({ length: tiff.getUint16(start, little) }, (_, index) => {
    const at = start + 2 + 12 * index;
    return { at, tag: tiff.getUint16(at, little), type: tiff.getUint16(at + 2, little), count: tiff.getUint32(at + 4, little) };
  });
}

function written(tiff, kept) {
  const little = littleIn(tiff);
  const directory = 26; // after the header (8 bytes) and a first directory of one entry (18)
  let spare = directory + 2 + 12 * kept.length + 4;
  const sizes = kept.map((entry) => (BYTES[entry.type] ?? 8) * entry.count);
  if (sizes.some((size) => size > 64)) return null;
  const length = spare + sizes.reduce((sum, size) => sum + (size > 4 ? size : 0), 0);
  const out = new DataView(new ArrayBuffer(10 + length));
  out.setUint16(0, 0xffe1);
  out.setUint16(2, 8 + length);
  out.setUint32(4, 0x45786966);
  const made = new DataView(out.buffer, 10);
  made.setUint16(0, little ? 0x4949 : 0x4d4d);
  made.setUint16(2, 42, little);
  made.setUint32(4, 8, little);
  made.setUint16(8, 1, little);
  made.setUint16(10, GPS, little);
  made.setUint16(12, 4, little);
  made.setUint32(14, 1, little);
  made.setUint32(18, directory, little);
  made.setUint16(directory, kept.length, little);
  kept.forEach((entry, index) => {
    const at = directory + 2 + 12 * index;
    const outside = sizes[index] > 4;
    copy(tiff, entry.at, made, at, 12);
    if (!outside) return;
    copy(tiff, tiff.getUint32(entry.at + 8, little), made, spare, sizes[index]);
    made.setUint32(at + 8, spare, little);
    spare += sizes[index];
  });
  return out.buffer;
}

function copy(from, start, to, target, length) {
  for (let byte = 0; byte < length; byte += 1) to.setUint8(target + byte, from.getUint8(start + byte));
}
