// Drag evidence between columns, or from a theme onto the board. Without this file, the buttons of each piece do the same.
const board = document.querySelector("[data-board]");

if (board) {
  let form = null;
  document.addEventListener("dragstart", (event) => {
    const piece = event.target.closest("[data-pin], [data-source]");
    form = piece && (piece.matches("form") ? piece : piece.querySelector("form"));
    if (!form) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", ""); // without it, some browsers do not drag
  });
  for (const column of board.querySelectorAll("[data-column]")) {
    column.addEventListener("dragover", (event) => {
      if (!form) return;
      event.preventDefault();
      column.dataset.over = "";
    });
    column.addEventListener("dragleave", () => delete column.dataset.over);
    column.addEventListener("drop", (event) => {
      event.preventDefault();
      delete column.dataset.over;
      const chosen = document.createElement("input");
      chosen.type = "hidden";
      chosen.name = "column";
      chosen.value = column.dataset.column;
      form.append(chosen);
      form.submit();
    });
  }
}
