// The inbox by keyboard: one key a note. Without this file every button still works, one page at a time.
const inbox = document.querySelector("[data-triage]");

if (inbox) {
  const said = document.getElementById("triage-said");
  const failed = document.getElementById("triage-failed");
  const dialog = document.getElementById("another-theme");
  const cards = () => [...inbox.querySelectorAll("[data-card]:not([data-busy])")];
  let decided = [];
  let chosen = null;

  const current = () => {
    const at = document.activeElement.closest("[data-card]:not([data-busy])");
    return at || cards()[0];
  };
  const show = (card) => {
    const next = card || document.querySelector("[data-next]");
    if (next) {
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    }
  };
  const step = (by) => {
    const open = cards();
    show(open[Math.min(open.length - 1, Math.max(0, open.indexOf(current()) + by))]);
  };

  // The next note is at hand at once: nobody waits for the server to answer about the last one.
  const leave = (card) => {
    const open = cards();
    const at = open.indexOf(card);
    card.dataset.busy = "";
    // In the order of the person, not of the answers: what was decided last is what U takes back.
    decided.push(card.dataset.note);
    failed.hidden = true;
    show(open[at + 1] || open[at - 1]);
  };
  const send = (card, theme) => {
    const form = card.querySelector("form");
    const button = document.createElement("button");
    button.name = "into";
    button.value = theme;
    button.hidden = true;
    form.append(button);
    form.requestSubmit(button);
  };

  inbox.addEventListener("htmx:beforeRequest", (event) => {
    const card = event.target.closest("[data-card]");
    if (card) leave(card);
  });
  inbox.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status >= 400) event.detail.shouldSwap = false;
  });
  inbox.addEventListener("htmx:afterRequest", (event) => {
    const card = event.target.closest("[data-card]");
    if (event.detail.successful) return;
    failed.hidden = false;
    if (card) {
      delete card.dataset.busy;
      decided = decided.filter((note) => note !== card.dataset.note);
      show(card);
    }
  });
  document.addEventListener("htmx:load", (event) => {
    if (event.target.matches?.("[data-done]")) said.textContent = event.target.querySelector("p").textContent;
    if (event.target.matches?.("[data-card]")) show(event.target);
  });

  inbox.addEventListener("click", (event) => {
    const other = event.target.closest("[data-other]");
    if (other) {
      event.preventDefault();
      chosen = other.closest("[data-card]");
      dialog.showModal();
    }
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    send(chosen, dialog.querySelector("select").value);
  });
  dialog.querySelector("select").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.value) {
      event.preventDefault();
      dialog.querySelector("form").requestSubmit();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target.closest("input, textarea, select")) return;
    const key = event.key.toLowerCase();
    const card = current();
    if (key === "u") {
      const undo = [...inbox.querySelectorAll("[data-done]")].filter((done) => done.dataset.note === decided.at(-1));
      if (undo.length) {
        decided.pop();
        undo[0].querySelector("button").click();
      }
    } else if (key === "j" || key === "k") {
      step(key === "j" ? 1 : -1);
    } else if (card && key === "m") {
      card.querySelector("[data-other]").click();
    } else if (card && /^[0-4]$/.test(key)) {
      card.querySelector(`[data-key="${key}"]`)?.click();
    } else {
      return;
    }
    event.preventDefault();
  });

  show(cards()[0]);
}
