// Small helps to pages that work without it.
// "/" goes to the search over everything; once more, to the one of this list.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey) return;
  const everything = document.querySelector("[data-search-all]");
  const own = document.querySelector("[data-search]");
  const reachable = everything && everything.checkVisibility();
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing && !(typing === everything && !everything.value && own)) return;
  const target = reachable && typing !== everything ? everything : own;
  if (target) {
    event.preventDefault();
    target.focus();
  }
});

// A letter does what the button or the fold that bears it does; a fold opens on its first field.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !/^[a-z]$/i.test(event.key)) return;
  const target = document.querySelector(`[data-shortcut="${event.key.toLowerCase()}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
  const field = target.closest("details[open]")?.querySelector("input:not([type=hidden]), select, textarea");
  field?.focus();
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
