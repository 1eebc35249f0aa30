// What is found while one types: arrows go through it, Escape leaves. Without this file, Enter leads to the page of results.
const box = document.querySelector("[data-search-all]");

if (box) {
  const panel = document.getElementById("suggestions");
  const links = () => [...panel.querySelectorAll("a")];
  const close = () => panel.replaceChildren();

  box.form.addEventListener("keydown", (event) => {
    const open = links();
    if (event.key === "Escape") {
      close();
      box.focus();
    } else if (open.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const at = open.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      (open[at] || box).focus();
    }
  });
  box.form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.form.contains(event.relatedTarget)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.form.contains(event.target)) close();
  });
  // An answer that comes after the box was emptied or left is of no use any more.
  panel.addEventListener("htmx:beforeSwap", (event) => {
    if (!box.value.trim() || !box.form.contains(document.activeElement)) event.detail.shouldSwap = false;
  });
  box.addEventListener("input", () => {
    if (!box.value.trim()) close();
  });
}
