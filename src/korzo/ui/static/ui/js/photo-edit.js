// Draws on a photo before it is sent: an arrow to what matters, and squares over what is nobody's business.
// Each mark has two points. Drag from one to the other; or tap one, then the other; or move the marker with the arrow keys and
// press Enter at each. What is blurred is gone: the file that is sent never held it.
import { asJpeg, canvasFor } from "korzo/photo";

const CELLS = 6; // squares along the longer side of what is blurred: too few to read anything from
const STEP = 0.02; // of the picture, for one press of an arrow key
const NEAR = 0.02; // of the picture: a shorter drag is a tap
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Lets the person draw; gives the new file, or null when nothing was to change. Who called closes the dialog, once the new file
// has taken the old one's place: nobody can send the old one in between.
export async function edit(dialog, file) {
  const picture = await createImageBitmap(file);
  const drawing = new Drawing(dialog, picture);
  dialog.showModal();
  drawing.canvas.focus();
  const done = await drawing.finished();
  return done && drawing.marks.length ? asJpeg(drawing.draw({ plain: true }), file) : null;
}

class Drawing {
  marks = [];
  tool = "arrow";
  marker = [0.5, 0.5];
  from = null;
  isPointing = false;

  constructor(dialog, picture) {
    this.dialog = dialog;
    this.picture = picture;
    this.canvas = canvasFor(picture, dialog.querySelector("canvas"));
    this.said = dialog.querySelector("[data-korzo-said]");
    this.words = this.said.dataset;
    this.say("");
    this.choose(this.tool);
    this.draw();
  }

  finished() {
    const until = new AbortController();
    const on = (target, kind, act) => target.addEventListener(kind, act, { signal: until.signal });
    for (const tool of this.tools()) on(tool, "click", () => this.choose(tool.dataset.korzoTool));
    on(this.dialog.querySelector("[data-korzo-undo]"), "click", () => this.undo());
    on(this.canvas, "keydown", (event) => this.key(event));
    on(this.canvas, "pointerdown", (event) => this.press(event));
    on(this.canvas, "pointermove", (event) => this.move(event));
    on(this.canvas, "pointerup", (event) => this.release(event));
    on(this.canvas, "pointercancel", () => { this.from = null; this.draw(); });
    return new Promise((resolve) => {
      const end = (done) => { until.abort(); resolve(done); };
      on(this.dialog.querySelector("[data-korzo-done]"), "click", () => end(true));
      on(this.dialog.querySelector("[data-korzo-cancel]"), "click", () => end(false));
      on(this.dialog, "cancel", (event) => { event.preventDefault(); if (this.from) this.forget(); else end(false); });
    });
  }

  tools() { return this.dialog.querySelectorAll("[data-korzo-tool]"); }

  choose(name) {
    this.tool = name;
    this.from = null;
    for (const tool of this.tools()) tool.setAttribute("aria-pressed", String(tool.dataset.korzoTool === name));
    this.draw();
  }

  undo() {
    if (this.from) return this.forget();
    this.say(this.marks.pop() ? this.words.textUndone : this.words.textNothing);
    this.draw();
  }

  forget() {
    this.from = null;
    this.say(this.words.textForgotten);
    this.draw();
  }

  key(event) {
    const [x, y] = MOVES[event.key] ?? [];
    if (event.key === "Enter" || event.key === " ") this.point(this.marker);
    else if (x === undefined) return;
    else {
      const far = event.shiftKey ? 5 * STEP : STEP;
      this.marker = [inside(this.marker[0] + x * far), inside(this.marker[1] + y * far)];
      this.say(place(this.words.textMarker, this.marker));
    }
    event.preventDefault();
    this.isPointing = false;
    this.draw();
  }

  press(event) {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.focus({ preventScroll: true });
    this.isPointing = true;
    this.pressed = this.marker = this.at(event);
    this.wasBegun = this.from !== null;
    this.from ??= this.pressed;
    this.draw();
  }

  move(event) {
    if (!this.canvas.hasPointerCapture(event.pointerId)) return;
    this.marker = this.at(event);
    this.draw();
  }

  release(event) {
    this.marker = this.at(event);
    const isTap = apart(this.pressed, this.marker) < NEAR;
    if (isTap && !this.wasBegun) this.say(this.words.textBegun);
    else { if (!isTap) this.from = this.pressed; this.add(this.marker); }
    this.draw();
  }

  point(at) {
    if (this.from && apart(this.from, at) >= NEAR) return this.add(at);
    this.from = at;
    this.say(this.words.textBegun);
  }

  add(to) {
    if (apart(this.from, to) >= NEAR) {
      this.marks.push({ tool: this.tool, from: this.from, to });
      this.say(this.tool === "arrow" ? this.words.textArrow : this.words.textBlur);
    }
    this.from = null;
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [inside((event.clientX - box.left) / box.width), inside((event.clientY - box.top) / box.height)];
  }

  say(words) { this.said.textContent = words; }

  // All that was drawn, and, unless the picture is wanted plain, what is being drawn.
  draw({ plain = false } = {}) {
    const { canvas, picture } = this;
    const paper = canvas.getContext("2d");
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const begun = this.from && !plain ? [{ tool: this.tool, from: this.from, to: this.marker }] : [];
    const all = [...this.marks, ...begun];
    for (const mark of all.filter(({ tool }) => tool === "blur")) blur(paper, mark); // below the arrows, whatever came first
    for (const mark of all.filter(({ tool }) => tool === "arrow")) arrow(paper, mark);
    if (!plain && (this.from || !this.isPointing)) cross(paper, this.marker);
    return canvas;
  }
}

const inside = (share) => Math.min(1, Math.max(0, share));
const apart = ([x, y], [u, v]) => Math.hypot(x - u, y - v);
const place = (words, [x, y]) => words.replace("{x}", Math.round(100 * x)).replace("{y}", Math.round(100 * y));
const pixels = (canvas, [x, y]) => [x * canvas.width, y * canvas.height];

function blur(paper, { from, to }) {
  const { canvas } = paper;
  const [x, y] = pixels(canvas, [Math.min(from[0], to[0]), Math.min(from[1], to[1])]).map(Math.floor);
  const [right, bottom] = pixels(canvas, [Math.max(from[0], to[0]), Math.max(from[1], to[1])]).map(Math.ceil);
  const cell = Math.ceil(Math.max(right - x, bottom - y, CELLS) / CELLS);
  for (let top = y; top < bottom; top += cell)
    for (let left = x; left < right; left += cell) {
      const [width, height] = [Math.min(cell, right - left), Math.min(cell, bottom - top)];
      paper.fillStyle = mean(paper.getImageData(left, top, width, height).data);
      paper.fillRect(left, top, width, height);
    }
}

function mean(data) {
  const sum = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) for (let part = 0; part < 3; part += 1) sum[part] += data[at + part];
  return `rgb(${sum.map((each) => Math.round((4 * each) / data.length)).join(" ")})`;
}

function arrow(paper, { from, to }) {
  const [[x, y], [u, v]] = [pixels(paper.canvas, from), pixels(paper.canvas, to)];
  const thick = Math.max(paper.canvas.width, paper.canvas.height) / 110;
  const angle = Math.atan2(v - y, u - x);
  const head = Math.min(7 * thick, Math.hypot(u - x, v - y));
  const wing = (turn) => [u - head * Math.cos(angle + turn), v - head * Math.sin(angle + turn)];
  const line = new Path2D();
  line.moveTo(x, y);
  line.lineTo(u, v);
  line.moveTo(...wing(0.5));
  line.lineTo(u, v);
  line.lineTo(...wing(-0.5));
  strokes(paper, line, thick, "#d6001c");
}

function cross(paper, at) {
  const [x, y] = pixels(paper.canvas, at);
  const size = Math.max(paper.canvas.width, paper.canvas.height) / 40;
  const line = new Path2D(`M${x - size} ${y}H${x + size}M${x} ${y - size}V${y + size}`);
  strokes(paper, line, size / 6, "#111");
}

// Seen on any picture: a light edge around a dark or red line.
function strokes(paper, line, thick, colour) {
  Object.assign(paper, { lineCap: "round", lineJoin: "round", strokeStyle: "#fff", lineWidth: 1.9 * thick });
  paper.stroke(line);
  Object.assign(paper, { strokeStyle: colour, lineWidth: thick });
  paper.stroke(line);
}
