// Names in a message: what is typed after an @ where the writer stands, and a list to choose from by keyboard or tap.
// Without this file a name typed in full is found all the same.
if (!window.liantThreads) {
  window.liantThreads = true;
  const list = (field) => document.getElementById(field.dataset.mentions);
  const choices = (field) => [...list(field).querySelectorAll("[data-mention]")];
  const before = (field) => field.value.slice(0, field.selectionStart);

  document.addEventListener("htmx:configRequest", (event) => {
    const field = event.target.closest("[data-mentions]");
    if (!field) return;
    for (const name of Object.keys(event.detail.parameters)) delete event.detail.parameters[name];
    // Only the name being typed travels, not the message.
    const at = before(field).lastIndexOf("@");
    event.detail.parameters.before = at < 0 ? "" : before(field).slice(Math.max(0, at - 1)).slice(0, 60);
  });

  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-mention]");
    if (!chosen) return;
    const place = chosen.closest("[id]");
    const field = document.querySelector(`[data-mentions="${place.id}"]`);
    const start = before(field).lastIndexOf("@");
    field.setRangeText("@" + chosen.dataset.mention + " ", start, field.selectionStart, "end");
    place.replaceChildren();
    field.focus();
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("[data-mentions]");
    if (field && event.key === "ArrowDown" && choices(field).length) {
      event.preventDefault();
      choices(field)[0].focus();
      return;
    }
    if (field && event.key === "Escape") list(field).replaceChildren();
    const chosen = event.target.closest("[data-mention]");
    if (!chosen) return;
    const place = chosen.closest("[id]");
    const owner = document.querySelector(`[data-mentions="${place.id}"]`);
    const all = choices(owner);
    const at = all.indexOf(chosen);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      (all[at + (event.key === "ArrowDown" ? 1 : -1)] || owner).focus();
    } else if (event.key === "Escape") {
      place.replaceChildren();
      owner.focus();
    }
  });
}
