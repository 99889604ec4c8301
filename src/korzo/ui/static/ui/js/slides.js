// A presentation: arrow keys, page keys and the space bar go from one `.k-slide` to the next.

const ON = new Set(["ArrowRight", "ArrowDown", "PageDown", " "]);
const BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp"]);

export function start(root) {
  const slides = [...root.querySelectorAll(".k-slide")];
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea, summary, a, button")) return;
    const step = ON.has(event.key) ? 1 : BACK.has(event.key) ? -1 : 0;
    const to = event.key === "Home" ? 0 : event.key === "End" ? slides.length - 1 : at(slides) + step;
    if (!step && !["Home", "End"].includes(event.key)) return;
    event.preventDefault();
    go(slides[Math.min(Math.max(to, 0), slides.length - 1)]);
  });
}

function at(slides) {
  const middle = innerHeight / 2;
  const tops = slides.map((slide) => Math.abs(slide.getBoundingClientRect().top + slide.offsetHeight / 2 - middle));
  return tops.indexOf(Math.min(...tops));
}

function go(slide) {
  slide.focus({ preventScroll: true });
  slide.scrollIntoView({ block: "center" });
}
