// Move a booked step by dragging it. Where it may go is read from its own page, whose form does the move: that page is also
// the way without a mouse.
const weeks = document.querySelector("[data-weeks]");

if (weeks) {
  const said = weeks.parentElement.querySelector("[data-drag-said]");
  const cells = new Map([...weeks.querySelectorAll("[data-spot]")].map((cell) => [cell.dataset.spot, cell]));
  let form = null;
  let bar = null;

  const forget = () => {
    form = null;
    bar = null;
    for (const cell of cells.values()) {
      cell.classList.remove("fits", "no", "aimed");
      delete cell.dataset.why;
    }
  };

  weeks.addEventListener("dragstart", async (event) => {
    const link = event.target.closest("[data-booking]");
    if (!link) return;
    forget();
    bar = link;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", ""); // without it, some browsers do not drag
    const answer = await fetch(link.href);
    if (!answer.ok || bar !== link) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    form = page.querySelector("[data-move]");
    for (const cell of cells.values()) cell.classList.add("no");
    if (!form) return;
    for (const spot of form.querySelectorAll("[data-why]")) {
      const cell = cells.get(spot.dataset.at);
      if (cell) cell.dataset.why = spot.dataset.why;
    }
    for (const input of form.querySelectorAll("input[name=spot]:enabled")) {
      const cell = cells.get(input.value);
      if (cell) cell.classList.replace("no", "fits");
    }
  });
  weeks.addEventListener("dragend", forget);
  // A bar lies over the cell of its week: the cell is found by where the mouse is.
  const cellAt = (event) =>
    document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.matches("[data-spot]"));
  weeks.addEventListener("dragover", (event) => {
    if (!form) return;
    const cell = cellAt(event);
    for (const other of cells.values()) other.classList.toggle("aimed", other === cell && cell.classList.contains("fits"));
    said.textContent = cell?.dataset.why || "";
    if (cell?.classList.contains("fits")) event.preventDefault();
  });
  weeks.addEventListener("drop", (event) => {
    const cell = cellAt(event);
    if (!form || !cell?.classList.contains("fits")) return;
    event.preventDefault();
    form.querySelector(`input[name=spot][value="${cell.dataset.spot}"]`).checked = true;
    form.hidden = true;
    document.body.append(document.adoptNode(form));
    form.submit();
  });
}
