// The studio: a quote is tied to a claim by drag or by one key. Without this file the boxes under each claim do the same.
const studio = document.querySelector("[data-studio]");

if (studio) {
  const form = document.getElementById("studio-form");
  for (const help of document.querySelectorAll("[data-needs-script]")) help.hidden = false;

  // Each time the draft is kept it is another write, with a key of its own.
  document.addEventListener("htmx:configRequest", (event) => {
    const drawn = crypto.getRandomValues(new Uint8Array(16));
    event.detail.headers["Idempotency-Key"] = [...drawn].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  });

  const tie = (claim, quote) => {
    const box = claim.querySelector(`input[type="checkbox"][value="${CSS.escape(quote)}"]`);
    if (!box) return;
    box.checked = !box.checked;
    box.closest("details").open = true;
    box.closest("label").scrollIntoView({ block: "nearest" });
    form.dispatchEvent(new Event("studio:changed"));
  };

  studio.addEventListener("dragstart", (event) => {
    const quote = event.target.closest?.("[data-quote]");
    if (quote) event.dataTransfer.setData("text/plain", quote.dataset.quote);
  });
  for (const claim of form.querySelectorAll("[data-claim]")) {
    claim.addEventListener("dragover", (event) => {
      event.preventDefault();
      claim.classList.add("over");
    });
    claim.addEventListener("dragleave", () => claim.classList.remove("over"));
    claim.addEventListener("drop", (event) => {
      event.preventDefault();
      claim.classList.remove("over");
      tie(claim, event.dataTransfer.getData("text/plain"));
    });
  }

  studio.addEventListener("keydown", (event) => {
    const quote = event.target.closest("[data-quote]");
    if (quote && event.target === quote && /^[1-9]$/.test(event.key)) {
      const claim = form.querySelector(`[data-claim="${event.key}"]`);
      if (claim) {
        event.preventDefault();
        tie(claim, quote.dataset.quote);
      }
    }
    const claim = event.target.closest("[data-claim]");
    const direction = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (claim && event.altKey && direction) {
      event.preventDefault();
      claim.querySelector(`[data-move="${direction}"]`)?.click();
    }
  });

  const find = studio.querySelector("[data-find]");
  const language = studio.querySelector("[data-language-of]");
  const filter = () => {
    const wanted = find.value.trim().toLowerCase();
    for (const quote of studio.querySelectorAll(".desk-all [data-quote]")) {
      const said = !wanted || quote.textContent.toLowerCase().includes(wanted);
      quote.hidden = !said || (language.value && quote.dataset.language !== language.value);
    }
  };
  if (find) {
    find.addEventListener("input", filter);
    language.addEventListener("change", filter);
  }
}
