// Small helps to pages that work without it.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

// What is being typed survives a closed page or a lost network: kept in this browser until the form is accepted.
for (const field of document.querySelectorAll("textarea[data-draft]")) {
  const key = "liant-draft:" + field.dataset.draft;
  if (!field.value) field.value = localStorage.getItem(key) || "";
  field.addEventListener("input", () => localStorage.setItem(key, field.value));
}
const accepted = document.querySelector("[data-accepted-draft]");
if (accepted) localStorage.removeItem("liant-draft:" + accepted.dataset.acceptedDraft);

for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
