// Buttons and links that put a text into a field, where the cursor stands; what was typed stays. In a list they choose.

export function start(element) {
  element.addEventListener("click", (event) => {
    const field = document.getElementById(element.dataset.korzoInsert);
    if (!field || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (field.matches("select")) return choose(field, element);
    const before = field.value.slice(0, field.selectionStart);
    const gap = before && !/\s$/.test(before) ? (element.matches("a") ? "\n" : " ") : "";
    field.setRangeText(gap + element.dataset.text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}

function choose(list, { dataset }) {
  list.value = dataset.text;
  list.dispatchEvent(new Event("change", { bubbles: true }));
  list.focus();
}
